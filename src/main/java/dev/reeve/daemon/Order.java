package dev.reeve.daemon;

import dev.reeve.lifecycle.Input;
import dev.reeve.model.DependencyGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The order of a command for several instances. Starts go from what is needed to what needs it,
/// ends the other way round; and one that runs is restarted, or ends, when those before it are
/// done.
final class Order {
  private final DependencyGraph graph;
  private final Map<String, Set<String>> before = new HashMap<>();
  private final List<Supervised> sorted;
  private final boolean ends;

  Order(Supervisor supervisor, Input input, List<Supervised> instances) {
    this.ends = ends(input);
    var related = supervisor.all().stream().filter(Order::needsOthers).findAny().isPresent();
    this.graph =
        DependencyGraph.of(
            related ? supervisor.all().stream().map(each -> each.spec).toList() : List.of());
    this.sorted = related ? sorted(instances) : List.copyOf(instances);
    if (related) {
      instances.forEach(each -> before.computeIfAbsent(each.spec.name(), _ -> new HashSet<>()));
      before.keySet().forEach(this::note);
    }
  }

  private static boolean needsOthers(Supervised instance) {
    return !instance.spec.care().dependsOn().isEmpty();
  }

  static boolean ends(Input input) {
    return input instanceof Input.Stop || input instanceof Input.Delete;
  }

  private void note(String app) {
    for (var needed : graph.neededBy(app)) {
      var later = ends ? needed : app;
      var earlier = ends ? app : needed;
      if (before.containsKey(later) && before.containsKey(earlier)) {
        before.getOrDefault(later, new HashSet<>()).add(earlier);
      }
    }
  }

  private List<Supervised> sorted(List<Supervised> instances) {
    var levels = new HashMap<String, Integer>();
    int level = 0;
    for (var apps : graph.levels()) {
      for (var app : apps) {
        levels.put(app, ends ? -level : level);
      }
      level++;
    }
    var all = new ArrayList<>(instances);
    all.sort(Comparator.comparingInt(each -> levels.getOrDefault(each.spec.name(), 0)));
    return all;
  }

  /// All of them, those first that others wait for.
  List<Supervised> sorted() {
    return sorted;
  }

  /// Whether any of them comes before another.
  boolean isRelated() {
    return before.values().stream().anyMatch(each -> !each.isEmpty());
  }

  /// The apps of this command that come before an instance.
  Set<String> before(Supervised instance) {
    return before.getOrDefault(instance.spec.name(), Set.of());
  }
}
