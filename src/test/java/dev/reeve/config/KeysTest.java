package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.reeve.api.SpecJson;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Identity;
import dev.reeve.model.Json;
import dev.reeve.model.Listen;
import dev.reeve.model.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each key of an ecosystem file makes of an app.
class KeysTest {
  @TempDir Path folder;
  Stage stage = new Stage(Path.of("/"));

  @BeforeEach
  void apps() throws Exception {
    stage = new Stage(folder.toRealPath());
    stage.file("app.js", "").file("sub/app.js", "");
  }

  @Test
  void names_and_namespaces() throws Exception {
    var text =
        "{'script': 'app.js', 'name': 'api', 'name_prefix': 'eu-', 'namespace': 'shop',"
            + " 'append_env_to_name': true, 'env_staging': {}}";
    stage.file("app.json", text);
    var flags = new Flags(Map.of(), null, "staging", List.of());

    var spec = stage.load("app.json", flags).specs().getFirst();

    assertThat(spec.name()).isEqualTo("eu-api-staging");
    assertThat(spec.namespace()).isEqualTo("shop");
  }

  @Test
  void the_program_and_its_arguments() throws Exception {
    var spec =
        load(
            "'cwd': './sub', 'args': \"--name 'a b' c\", 'interpreter': 'bash', 'node_args': '-e'");

    assertThat(spec.command())
        .isEqualTo(
            new AppSpec.Command(
                stage.path("sub/app.js"),
                List.of("--name", "a b", "c"),
                "bash",
                List.of("-e"),
                stage.path("sub")));
    assertThat(load("'args': ['a b', 3]").command().args()).containsExactly("a b", "3");
  }

  @Test
  void instances_and_their_variables() throws Exception {
    var spec =
        load("'instances': 2, 'instance_var': 'SLOT', 'increment_var': 'PORT', 'port': 3000");

    assertThat(spec.instances())
        .isEqualTo(new AppSpec.Instances(2, AppSpec.ExecMode.CLUSTER, "SLOT", "PORT"));
    assertThat(spec.environment().own()).containsExactly(Map.entry("PORT", "3000"));
    assertThat(load("'instances': 'max'").instances().count()).isEqualTo(4);
  }

  /// Instances of a program for Node share its ports; others, and who wants it so, do not.
  @Test
  void who_is_a_cluster_and_how() throws Exception {
    assertThat(load("'instances': 2").isCluster()).isTrue();
    assertThat(load("'instances': 1").isCluster()).isTrue();
    assertThat(load("'time': true").isCluster()).isFalse();
    assertThat(load("'exec_mode': 'cluster'").isCluster()).isTrue();
    assertThat(load("'instances': 2, 'exec_mode': 'fork'").isCluster()).isFalse();
    assertThat(load("'exec_mode': 'cluster', 'interpreter': 'bash'").isCluster()).isFalse();
    assertThat(load("'cluster_schedule': 'shared', 'drain': false").instances().cluster())
        .isEqualTo(new AppSpec.Cluster(true, false));
  }

  @Test
  void the_environment_and_its_layers() throws Exception {
    stage.file(
        "app.json",
        "{'script': 'app.js', 'env': {'A': 1, 'B': 'x'}, 'env_production': {'B': 'y', 'C': true}}");
    var flags = new Flags(Map.of(), null, "production", List.of());

    assertThat(stage.load("app.json").specs().getFirst().environment().own())
        .isEqualTo(Map.of("A", "1", "B", "x"));
    assertThat(stage.load("app.json", flags).specs().getFirst().environment().own())
        .isEqualTo(Map.of("A", "1", "B", "y", "C", "true"));
  }

  @Test
  void logs_and_the_pid_file() throws Exception {
    var spec =
        load(
            "'out_file': 'o.log', 'error_file': '/dev/null', 'log_file': 'all.log',"
                + " 'merge_logs': false, 'log_type': 'json', 'log_date_format': 'HH:mm',"
                + " 'pid_file': 'app.pid'");

    assertThat(spec.logs())
        .isEqualTo(
            new AppSpec.Logs(
                stage.path("o.log"),
                null,
                stage.path("all.log"),
                false,
                AppSpec.LogType.JSON,
                "HH:mm"));
    assertThat(spec.pidFile()).isEqualTo(stage.path("app.pid"));
    assertThat(load("'time': true").logs().dateFormat()).isEqualTo("YYYY-MM-DDTHH:mm:ss");
    assertThat(load("'disable_logs': true").logs().outFile()).isNull();
  }

  @Test
  void how_logs_are_rotated_and_what_happens_when_they_come_too_fast() throws Exception {
    var logs =
        load("'log_overflow': 'drop', 'log_rotate': {'max_size': '5M', 'retain': 3,"
                + " 'compress': true, 'interval': '12h', 'total_size': 1048576}")
            .logs();

    assertThat(logs.overflow()).isEqualTo(AppSpec.Overflow.DROP);
    assertThat(logs.rotate())
        .isEqualTo(
            Map.of(
                "max_size", "5M",
                "retain", "3",
                "compress", "true",
                "rotateInterval", "12h",
                "total_size", "1048576",
                "enabled", "true"));
    assertThat(load("'log_rotate': false").logs().rotate()).isEqualTo(Map.of("enabled", "false"));
    assertThat(load("'log_rotate': true").logs().rotate()).isEqualTo(Map.of("enabled", "true"));
    assertThat(load("'time': false").logs().rotate()).isEmpty();
    assertThat(load("'time': false").logs().overflow()).isEqualTo(AppSpec.Overflow.BLOCK);
  }

  @Test
  void every_fault_of_log_rotate_is_told_with_the_nearest_key() throws Exception {
    var app = "{'name': 'api', 'script': 'app.js', 'log_overflow': 'wait', 'log_rotate': ";
    stage.file("app.json", app + "{'max_sice': '5M', 'retain': 'x', 'interval': 'soon'}}");

    assertThat(stage.load("app.json").problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "app.json: api.log_overflow: 'wait' is not block or drop; write it like this: block",
            "app.json: api.log_rotate: max_sice: no key of it (did you mean 'max_size'?),"
                + " retain: 'x' is not a count, all, or a time such as 7d (write it like this: 30),"
                + " interval: 'soon' is not a schedule of cron, an age such as 12h, or none"
                + " (write it like this: 0 0 * * *);"
                + " write it like this: { \"max_size\": \"50M\", \"retain\": 7 }");
    stage.file("app.json", app + "7}");
    assertThat(stage.load("app.json").problems()).hasSize(2);
  }

  @Test
  void starting_and_restarting() throws Exception {
    var spec =
        load(
            "'autostart': false, 'autorestart': false, 'max_restarts': 3, 'min_uptime': '2s',"
                + " 'restart_delay': 50, 'exp_backoff_restart_delay': 100, 'stop_exit_codes': 0,"
                + " 'max_memory_restart': '1M'");

    assertThat(spec.start().autostart()).isFalse();
    assertThat(spec.restart())
        .isEqualTo(
            new AppSpec.Restart(
                false,
                3,
                Duration.ofSeconds(2),
                Duration.ofMillis(50),
                Duration.ofMillis(100),
                List.of(0),
                1 << 20));
  }

  @Test
  void what_it_listens_at() throws Exception {
    var spec =
        load(
            "'listen': [3000, '127.0.0.1:3001', '[::1]:3002', './run/a.sock', '@b'],"
                + " 'cwd': './sub'");

    assertThat(spec.sockets())
        .extracting(Listen::kind, Listen::address, Listen::port)
        .containsExactly(
            tuple(Listen.Kind.EVERYWHERE, "::", 3000),
            tuple(Listen.Kind.HOST, "127.0.0.1", 3001),
            tuple(Listen.Kind.HOST, "::1", 3002),
            tuple(Listen.Kind.PATH, stage.path("sub/run/a.sock"), 0),
            tuple(Listen.Kind.ABSTRACT, "b", 0));
    assertThat(spec.sockets())
        .extracting(Listen::name)
        .containsExactly("3000", "127.0.0.1_3001", "[__1]_3002", "./run/a.sock", "@b");
    assertThat(SpecJson.read(Json.parseObject(Json.write(SpecJson.write(List.of(spec))))))
        .containsExactly(spec);
    assertThat(load("'listen': '3000'").sockets()).hasSize(1);
    assertThat(load("'listen': []").sockets()).isEmpty();
  }

  @Test
  void what_it_can_not_listen_at_is_said_place_by_place() throws Exception {
    stage.file(
        "app.json",
        "{'name': 'api', 'script': 'app.js', 'listen': [0, 65536, 'localhost:80', 'x', '@',"
            + " '::1:80', '[::1]:80', '[::1]:80', '1.2.3:80', 90, '[::]:90']}");

    var said = stage.load("app.json").problems().getFirst().sentence();

    assertThat(said)
        .contains(
            "app.json: api.listen: 0 is no port from 1 to 65535",
            "65536 is no port",
            "'localhost:80' names no address: a host is written as its address",
            "'x' is not a port, an address with a port, a path, an @name, or a list of them",
            "'@' is no path for a socket",
            "'::1:80' is not",
            "'[::1]:80' stands there twice",
            "'1.2.3:80' names no address",
            "'[::]:90' is a part of port 90, which is there too");
  }

  @Test
  void sockets_are_for_fork_mode() throws Exception {
    stage.file("app.json", "{'name': 'api', 'script': 'app.js', 'instances': 2, 'listen': 3000}");

    var loaded = stage.load("app.json");

    assertThat(loaded.warnings())
        .extracting(Problem::sentence)
        .containsExactly(
            "app.json: api.listen: ignored in cluster mode, where the daemon binds what a worker"
                + " listens at; leave it out, or set exec_mode to fork");
    assertThat(loaded.specs().getFirst().sockets()).isEmpty();
  }

  @Test
  void stopping() throws Exception {
    var stop = load("'kill_timeout': 5000, 'kill_retry_time': 50, 'treekill': false").stop();

    assertThat(stop.killTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(stop.killRetry()).isEqualTo(Duration.ofMillis(50));
    assertThat(stop.treeKill()).isEqualTo(dev.reeve.model.TreeKill.OFF);
  }

  @Test
  void an_alias_means_its_key() throws Exception {
    for (var option : OptionTable.all()) {
      for (var alias : option.aliases()) {
        if (option.support() == Support.SUPPORTED) {
          assertThat(with(alias, option).specs())
              .as(alias)
              .hasSize(1)
              .isEqualTo(with(option.key(), option).specs());
        }
      }
    }
  }

  @Test
  void what_has_no_meaning_here_is_taken_in_silence() throws Exception {
    for (var option : OptionTable.all()) {
      if (option.support() == Support.IGNORED) {
        var loaded = with(option.key(), option);
        assertThat(loaded.specs()).as(option.key()).hasSize(1);
        assertThat(loaded.warnings()).isEmpty();
      }
    }
  }

  /// An app that says one thing about itself under one spelling.
  private Loaded with(String spelling, Option option) throws Exception {
    var app = new LinkedHashMap<String, Object>();
    app.put("name", "api");
    app.put("script", "app.js");
    var value =
        switch (option.key()) {
          case "script" -> "sub/app.js";
          case "interpreter" -> "bash";
          case "env_file" -> "app.js";
          case "uid" -> Identity.ofThisProcess().uid();
          case "gid" -> Identity.ofThisProcess().gid();
          default -> option.kind() == Kind.DURATION ? "7s" : option.kind().example();
        };
    if (spelling.equals("exec")) {
      app.remove("script");
    }
    app.put(spelling, value);
    stage.file("app.json", Json.write(app));
    return stage.load("app.json");
  }

  private AppSpec load(String keys) throws Exception {
    stage.file("app.json", "{'name': 'api', 'script': 'app.js', " + keys + "}");
    var loaded = stage.load("app.json");
    assertThat(loaded.problems()).isEmpty();
    return loaded.specs().getFirst();
  }
}
