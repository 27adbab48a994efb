package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `apply` on real processes: what differs is changed, and nothing else.
class ApplyIT {
  private final RealHome real = new RealHome();

  @AfterEach
  void close() throws Exception {
    real.close();
  }

  private RealHome.Said apply(String apps, String... more) throws Exception {
    real.file("apps.json", "{ \"apps\": [" + apps + "] }");
    var words = new java.util.ArrayList<>(List.of("apply", "apps.json"));
    words.addAll(List.of(more));
    return real.run(words.toArray(String[]::new));
  }

  private static String app(String name, String more) {
    return "{ \"name\": \"%s\", \"script\": \"sleep\", \"args\": \"1000\" %s }"
        .formatted(name, more);
  }

  private Map<String, List<Integer>> pids() throws Exception {
    return real.list().stream()
        .collect(
            Collectors.groupingBy(
                InstanceView::name, Collectors.mapping(InstanceView::pid, Collectors.toList())));
  }

  @Test
  void what_differs_is_changed_and_the_rest_keeps_its_pids() throws Exception {
    var two = ", \"instances\": 2, \"merge_logs\": true";
    var said = apply(app("same", "") + "," + app("pair", two) + "," + app("old", ""));
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.err()).contains("+ same: start", "+ pair: start, 2 instances", "+ old: start");
    real.run("start", "sleep", "--name", "by-hand", "--", "1000");
    var before = pids();

    said = apply(app("same", "") + "," + app("pair", two) + "," + app("old", ""));
    assertThat(said.code()).isZero();
    assertThat(said.err()).contains("= same", "= pair", "= old");
    assertThat(pids()).isEqualTo(before);

    var next =
        app("same", "")
            + ","
            + app("pair", ", \"instances\": 3, \"merge_logs\": true")
            + ","
            + app("new", "");
    said = apply(next, "--dry-run", "--prune");
    assertThat(said.code()).isZero();
    assertThat(said.out().lines())
        .containsExactly(
            "= same",
            "~ pair: scale from 2 to 3",
            "+ new: start",
            "- old: delete, it is not in the file any more");
    assertThat(pids()).isEqualTo(before);

    assertThat(apply(next).code()).isZero();
    assertThat(pids()).containsOnlyKeys("same", "pair", "old", "by-hand", "new");
    assertThat(pids().get("pair")).hasSize(3).containsAll(before.get("pair"));
    assertThat(pids().get("same")).isEqualTo(before.get("same"));

    assertThat(apply(next, "--prune").code()).isZero();
    assertThat(pids()).containsOnlyKeys("same", "pair", "by-hand", "new");
    assertThat(pids().get("same")).isEqualTo(before.get("same"));
    assertThat(pids().get("by-hand")).isEqualTo(before.get("by-hand"));
  }

  @Test
  void a_change_restarts_one_app_and_what_was_stopped_is_started_again() throws Exception {
    assertThat(apply(app("a", "") + "," + app("b", "")).code()).isZero();
    var before = pids();

    var changed = app("a", ", \"env\": { \"X\": \"1\" }") + "," + app("b", "");
    var said = apply(changed);
    assertThat(said.code()).isZero();
    assertThat(said.err()).contains("~ a: restart (env.X)", "= b");
    assertThat(pids().get("a")).isNotEqualTo(before.get("a"));
    assertThat(pids().get("b")).isEqualTo(before.get("b"));

    assertThat(real.run("stop", "b").code()).isZero();
    assertThat(apply(changed).err()).contains("= a", "+ b: start again, 1 down");
    assertThat(real.view("b").status()).isEqualTo(Status.ONLINE);
  }

  @Test
  void of_two_apps_of_one_name_the_one_of_the_namespace_is_scaled() throws Exception {
    var left = ", \"namespace\": \"left\", \"merge_logs\": true, \"instances\": ";
    var right = ", \"namespace\": \"right\"";
    assertThat(apply(app("twin", left + 1) + "," + app("twin", right)).code()).isZero();

    assertThat(apply(app("twin", left + 3) + "," + app("twin", right)).code()).isZero();
    assertThat(real.list().stream().map(InstanceView::namespace).sorted())
        .containsExactly("left", "left", "left", "right");

    var unclear = real.run("scale", "twin", "5");
    assertThat(unclear.code()).isEqualTo(1);
    assertThat(unclear.err()).contains("several apps are named 'twin'", "left/twin");
    assertThat(real.run("scale", "left/twin", "2").code()).isZero();
    assertThat(real.list()).hasSize(3);
  }

  @Test
  void a_cluster_is_reloaded_and_one_that_fails_says_so() throws Exception {
    real.file("app.js", "setInterval(() => {}, 1000); if (process.env.BAD) throw new Error('no');");
    var app =
        "{ \"name\": \"web\", \"script\": \"app.js\", \"exec_mode\": \"cluster\","
            + " \"min_uptime\": \"60s\" %s }";
    assertThat(apply(app.formatted("")).code()).isZero();
    int before = real.until("web", Status.ONLINE).pid();

    var said = apply(app.formatted(", \"env\": { \"BAD\": \"1\" }"));

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("~ web: reload (env.BAD)", "not all was done");
    assertThat(real.until("web", Status.ONLINE).pid()).isEqualTo(before);
  }

  @Test
  void a_file_with_a_fault_changes_nothing() throws Exception {
    assertThat(apply(app("a", "")).code()).isZero();
    var before = pids();

    var said = apply(app("b", "") + ", { \"name\": \"c\", \"script\": \"absent.js\" }", "--prune");

    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("c.script: no such file", "nothing was done");
    assertThat(pids()).isEqualTo(before);
    assertThat(real.run("apply", "-", "--prune").code()).isEqualTo(2);
    assertThat(real.run("apply", "a").code()).isEqualTo(2);
  }
}
