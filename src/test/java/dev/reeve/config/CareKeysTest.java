package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.SpecJson;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Care;
import dev.reeve.model.Dependency;
import dev.reeve.model.HealthCheck;
import dev.reeve.model.Hook;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Health, order, restart and hooks, as an ecosystem file says them.
class CareKeysTest {
  @TempDir Path folder;
  Stage stage = new Stage(Path.of("/"));

  @BeforeEach
  void apps() throws Exception {
    stage = new Stage(folder.toRealPath());
    stage.file("app.js", "");
  }

  @Test
  void health_is_asked_over_http_tcp_or_by_a_command() throws Exception {
    assertThat(health("'http': 'http://127.0.0.1:3000/up'"))
        .isEqualTo(usual(HealthCheck.Kind.HTTP, List.of("http://127.0.0.1:3000/up")));
    assertThat(health("'http': '/up', 'port': 3000").words())
        .containsExactly("http://127.0.0.1:3000/up");
    assertThat(health("'tcp': 5432")).isEqualTo(usual(HealthCheck.Kind.TCP, List.of("5432")));
    assertThat(health("'tcp': '[::1]:5432'").words()).containsExactly("[::1]:5432");
    assertThat(health("'exec': 'test -f up && true'"))
        .isEqualTo(usual(HealthCheck.Kind.EXEC, List.of("/bin/sh", "-c", "test -f up && true")));
    assertThat(health("'exec': ['test', '-f', 'a b']").words())
        .containsExactly("test", "-f", "a b");
    assertThat(
            health(
                "'tcp': 1, 'interval': '2s', 'timeout': 500, 'retries': 5, 'start_period': 0,"
                    + " 'action': 'none'"))
        .isEqualTo(
            new HealthCheck(
                HealthCheck.Kind.TCP,
                List.of("1"),
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                5,
                Duration.ZERO,
                false));
  }

  @Test
  void a_path_is_asked_for_at_the_port_of_the_app() throws Exception {
    assertThat(load("'port': 3000, 'health': {'http': '/up'}").care().health())
        .isEqualTo(usual(HealthCheck.Kind.HTTP, List.of("http://127.0.0.1:$PORT/up")));
    assertThat(sentences("{'http': '/up'}"))
        .containsExactly(
            "app.json: api.health: http://127.0.0.1:$PORT/up needs the variable PORT, which the"
                + " app does not have; set port, or write the whole address");
  }

  @Test
  void every_fault_of_health_is_told_with_the_nearest_key() throws Exception {
    assertThat(
            sentences(
                "{'htpp': 1, 'tcp': 'db:5432', 'intervall': 1, 'interval': 0, 'retries': 0,"
                    + " 'action': 'reboot', 'port': 3, 'timeout': 'x'}"))
        .containsExactly(
            "app.json: api.health: htpp: no key of it (did you mean 'http'?), intervall: no key of"
                + " it (did you mean 'interval'?), port: belongs to an http that is only a path,"
                + " tcp: 'db:5432' is not a port or an address with a port (a host is localhost or"
                + " an address, such as 127.0.0.1), interval: 0 is no time such as 10s, timeout:"
                + " 'x' is no time such as 10s, retries: 0 is not a whole number of 1 or more,"
                + " action: 'reboot' is not restart or none; write it like this: "
                + Kind.HEALTH.example());
    assertThat(sentences("{}").getFirst()).contains("one of http, tcp and exec is wanted");
    assertThat(sentences("{'tcp': 1, 'exec': 'x'}").getFirst()).contains("tcp, exec: one of");
    assertThat(sentences("{'tcp': 70000}").getFirst()).contains("no port from 1 to 65535");
    assertThat(sentences("{'http': 'https://127.0.0.1/'}").getFirst())
        .contains("https is not spoken: use exec, such as 'curl -fsS https://127.0.0.1/'");
    assertThat(sentences("{'http': 'http://example.org/'}").getFirst()).contains("no address of");
    assertThat(sentences("{'exec': []}").getFirst()).contains("exec: is empty");
    assertThat(sentences("'x'").getFirst()).contains("'x' is not an object with http, tcp or exec");
  }

  @Test
  void what_an_app_starts_after() throws Exception {
    assertThat(load("'depends_on': ['db', 'cache']").care().dependsOn())
        .containsExactly(
            new Dependency("db", Dependency.Condition.STARTED),
            new Dependency("cache", Dependency.Condition.STARTED));
    assertThat(
            load("'depends_on': {'a': {'condition': 'ready'}, 'b': 'healthy', 'c': null,"
                    + " 'd': {'condition': 'service_completed_successfully'}}")
                .care()
                .dependsOn())
        .containsExactly(
            new Dependency("a", Dependency.Condition.READY),
            new Dependency("b", Dependency.Condition.HEALTHY),
            new Dependency("c", Dependency.Condition.STARTED),
            new Dependency("d", Dependency.Condition.COMPLETED));
    stage.file(
        "app.json",
        "{'name': 'api', 'script': 'app.js', 'depends_on': {'a': {'conditions': 'ready'},"
            + " 'b': 'helthy'}}");
    assertThat(stage.load("app.json").problems().getFirst().sentence())
        .contains(
            "a.conditions: no key of it (did you mean 'condition'?)",
            "b.condition: 'helthy' is not started or ready or healthy or completed (did you mean"
                + " 'healthy'?)");
  }

  @Test
  void apps_that_wait_for_each_other_are_refused_by_name() throws Exception {
    stage.file(
        "app.json",
        "[{'name': 'a', 'script': 'app.js', 'depends_on': ['b']},"
            + " {'name': 'b', 'script': 'app.js', 'depends_on': ['c']},"
            + " {'name': 'c', 'script': 'app.js', 'depends_on': ['a']},"
            + " {'name': 'd', 'script': 'app.js'}]");

    var loaded = stage.load("app.json");

    assertThat(loaded.problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "app.json: a.depends_on: none of these can start first: a → b → c → a; take one of"
                + " them out of the depends_on of another");
    assertThat(loaded.specs()).extracting(AppSpec::name).containsExactly("d");
  }

  @Test
  void one_that_is_chosen_brings_what_it_starts_after() throws Exception {
    stage.file(
        "app.json",
        "[{'name': 'web', 'script': 'app.js', 'depends_on': ['api']},"
            + " {'name': 'api', 'script': 'app.js', 'depends_on': {'db': 'ready'}},"
            + " {'name': 'db', 'script': 'app.js'}, {'name': 'other', 'script': 'app.js'}]");

    var loaded = stage.load("app.json", new Flags(Map.of(), null, null, List.of("web")));

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.specs()).extracting(AppSpec::name).containsExactly("web");
    assertThat(loaded.needed()).extracting(AppSpec::name).containsExactly("api", "db");
    assertThat(stage.load("app.json").needed()).isEmpty();
    assertThat(stage.load("app.json").specs()).hasSize(4);
  }

  @Test
  void what_can_never_come_is_refused() throws Exception {
    stage.file(
        "app.json",
        "[{'name': 'a', 'script': 'app.js', 'depends_on': {'db': 'healthy', 'job': 'completed',"
            + " 'once': 'completed'}},"
            + " {'name': 'db', 'script': 'app.js'}, {'name': 'job', 'script': 'app.js'},"
            + " {'name': 'once', 'script': 'app.js', 'restart': 'on-failure'}]");

    assertThat(stage.load("app.json").problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "app.json: a.depends_on: db has no health check, so it is never healthy; give it one"
                + " (health), or wait for 'ready' or 'started'",
            "app.json: a.depends_on: job is restarted whenever it ends, so it is never completed;"
                + " give it \"restart\": \"on-failure\", or wait for 'ready' or 'started'");
  }

  @Test
  void restart_says_after_which_ends_a_run_follows() throws Exception {
    assertThat(load("'time': false").restart().when()).isEqualTo(AppSpec.When.ALWAYS);
    assertThat(load("'autorestart': false").restart().when()).isEqualTo(AppSpec.When.NEVER);
    assertThat(load("'restart': 'on-failure'").restart().when()).isEqualTo(AppSpec.When.ON_FAILURE);
    assertThat(load("'restart': 'never', 'autorestart': false").restart().auto()).isFalse();
    stage.file(
        "app.json",
        "{'name': 'api', 'script': 'app.js', 'restart': 'always', 'autorestart': false}");
    assertThat(stage.load("app.json").problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "app.json: api.restart: 'always' contradicts \"autorestart\": false; leave"
                + " autorestart out: restart says it all");
    stage.file(
        "app.json",
        "{'name': 'api', 'script': 'app.js', 'restart': 'never',"
            + " 'health': {'tcp': 1, 'action': 'restart'}}");
    assertThat(stage.load("app.json").problems().getFirst().sentence())
        .contains("contradicts an app that is never restarted");
  }

  @Test
  void hooks_are_commands_or_addresses() throws Exception {
    var hooks =
        load("'hooks': {'pre_start': './migrate now', 'post_start': ['echo', 'a b'],"
                + " 'on_crash': 'https://example.org/x',"
                + " 'on_memory': {'url': 'http://127.0.0.1:9/', 'timeout': '2s', 'limit': 3}}")
            .care()
            .hooks();

    assertThat(hooks)
        .isEqualTo(
            Map.of(
                Hook.When.PRE_START,
                new Hook(List.of("/bin/sh", "-c", "./migrate now"), null, Hook.USUAL_TIMEOUT, 10),
                Hook.When.POST_START,
                new Hook(List.of("echo", "a b"), null, Hook.USUAL_TIMEOUT, 10),
                Hook.When.ON_CRASH,
                new Hook(List.of(), "https://example.org/x", Hook.USUAL_TIMEOUT, 10),
                Hook.When.ON_MEMORY,
                new Hook(List.of(), "http://127.0.0.1:9/", Duration.ofSeconds(2), 3)));
    stage.file(
        "app.json",
        "{'name': 'api', 'script': 'app.js', 'hooks': {'on_chrash': 'x', 'on_errored': {'urll':"
            + " 'x'}, 'post_stop': {'url': 'ftp://x/'}, 'pre_stop': {'run': 'x', 'timeout': 0}}}");
    assertThat(stage.load("app.json").problems().getFirst().sentence())
        .contains(
            "on_chrash: no key of it (did you mean 'on_crash'?)",
            "on_errored.urll: no key of it (did you mean 'url'?)",
            "on_errored: either run or url is wanted",
            "post_stop.url: 'ftp://x/' is not an address such as https://example.org/hook",
            "pre_stop.timeout: 0 is no time such as 10s");
  }

  @Test
  void all_of_it_survives_the_wire_and_the_saved_list_and_old_lists_are_read() throws Exception {
    var spec =
        load(
            "'restart': 'on-failure', 'health': {'exec': 'true', 'retries': 7},"
                + " 'depends_on': {'db': 'ready'}, 'hooks': {'on_crash': 'true',"
                + " 'post_stop': 'http://127.0.0.1:9/'}");
    var json = Json.parseObject(Json.write(SpecJson.write(List.of(spec))));

    assertThat(SpecJson.read(json)).containsExactly(spec);

    var old = JsonObject.of(json.list("specs").getFirst()).orElseThrow();
    old.fields().remove("care");
    old.with("restart", Map.of("auto", false));
    var read = SpecJson.read(json.with("specs", List.of(old.fields()))).getFirst();
    assertThat(read.care()).isEqualTo(Care.NONE);
    assertThat(read.restart().when()).isEqualTo(AppSpec.When.NEVER);
  }

  private static HealthCheck usual(HealthCheck.Kind kind, List<String> words) {
    return new HealthCheck(
        kind,
        words,
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        3,
        Duration.ofSeconds(30),
        true);
  }

  private HealthCheck health(String keys) throws Exception {
    return Objects.requireNonNull(load("'health': {" + keys + "}").care().health());
  }

  private List<String> sentences(String health) throws Exception {
    stage.file("app.json", "{'name': 'api', 'script': 'app.js', 'health': " + health + "}");
    return stage.load("app.json").problems().stream().map(Problem::sentence).toList();
  }

  private AppSpec load(String keys) throws Exception {
    stage.file("app.json", "{'name': 'api', 'script': 'app.js', " + keys + "}");
    var loaded = stage.load("app.json");
    assertThat(loaded.problems()).isEmpty();
    return loaded.specs().getFirst();
  }
}
