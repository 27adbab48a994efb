package dev.reeve.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.fake.Shown;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Who starts after whom.
class DependencyGraphTest {

  @Test
  void each_level_needs_nothing_but_those_before_it() {
    var graph = graph(Map.of("web", "api cache", "api", "db cache", "cache", "", "db", ""));

    assertThat(graph.cycle()).isEmpty();
    assertThat(graph.levels()).hasSize(3);
    assertThat(graph.levels().get(0)).containsExactlyInAnyOrder("cache", "db");
    assertThat(graph.levels().get(1)).containsExactly("api");
    assertThat(graph.levels().get(2)).containsExactly("web");
    assertThat(graph.neededBy("web")).containsExactlyInAnyOrder("api", "cache", "db");
    assertThat(graph.neededBy("db")).isEmpty();
  }

  @Test
  void a_circle_is_named_and_comes_last() {
    var graph = graph(Map.of("a", "b", "b", "c", "c", "b", "d", ""));

    assertThat(graph.cycle()).isIn(List.of("b", "c", "b"), List.of("c", "b", "c"));
    assertThat(graph.levels()).hasSize(2);
    assertThat(graph(Map.of("a", "a")).cycle()).containsExactly("a", "a");
  }

  @Test
  void a_chain_of_very_many_is_walked_once() {
    var chain = new HashMap<String, String>();
    for (int app = 0; app < 50_000; app++) {
      chain.put("a" + app, app == 0 ? "" : "a" + (app - 1));
    }
    var graph = graph(chain);

    assertThat(graph.neededByOthers(chain.keySet())).hasSize(49_999).doesNotContain("a49999");
    assertThat(graph.reversed().neededByOthers(chain.keySet()))
        .hasSize(49_999)
        .doesNotContain("a0");
  }

  /// Circles, too, and by way of apps that are not asked for.
  @Test
  void what_others_need_is_what_each_of_them_needs() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var needs = new HashMap<String, String>();
      for (int app = 0; app < 9; app++) {
        needs.put("a" + app, "a" + random.nextInt(9) + (random.nextBoolean() ? " a0" : ""));
      }
      var graph = graph(needs);
      var asked = needs.keySet().stream().filter(_ -> random.nextBoolean()).toList();
      var each = asked.stream().flatMap(app -> graph.neededBy(app).stream()).toList();
      assertThat(graph.neededByOthers(asked))
          .as("seed " + seed)
          .containsExactlyInAnyOrderElementsOf(new HashSet<>(each));
    }
  }

  @Test
  void random_graphs_without_a_circle_come_in_order() {
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var needs = new HashMap<String, String>();
      for (int app = 0; app < 30; app++) {
        var of = new ArrayList<String>();
        for (int other = 0; other < app; other++) {
          if (random.nextInt(6) == 0) {
            of.add("a" + other);
          }
        }
        needs.put("a" + app, String.join(" ", of));
      }
      var graph = graph(needs);
      assertThat(graph.cycle()).as("seed " + seed).isEmpty();
      var seen = new ArrayList<String>();
      for (var level : graph.levels()) {
        for (var app : level) {
          assertThat(seen).as("seed " + seed).containsAll(words(needs.get(app)));
        }
        seen.addAll(level);
      }
      assertThat(seen).hasSize(30).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_chain_is_as_long_as_the_list() {
    var needs = new HashMap<String, String>();
    for (int app = 0; app < 20_000; app++) {
      needs.put("a" + app, "a" + (app + 1));
    }
    assertThat(graph(needs).cycle()).isEmpty();

    needs.put("a20000", "");
    assertThat(graph(needs).cycle()).isEmpty();
    assertThat(graph(needs).levels()).hasSize(20_001);

    needs.put("a20000", "a0");
    assertThat(graph(needs).cycle()).hasSize(20_002);
    assertThat(graph(needs).levels()).hasSize(1);
  }

  private static DependencyGraph graph(Map<String, String> needs) {
    var specs = new ArrayList<AppSpec>();
    needs.forEach((name, others) -> {
      var dependencies =
          words(others).stream()
              .map(other -> new Dependency(other, Dependency.Condition.STARTED))
              .toList();
      specs.add(Shown.spec(name).withCare(new Care(null, dependencies, Map.of())));
    });
    return DependencyGraph.of(specs);
  }

  private static List<String> words(@org.jspecify.annotations.Nullable String text) {
    return text == null || text.isEmpty() ? List.of() : List.of(text.split(" "));
  }
}
