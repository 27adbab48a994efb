package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Problem;
import dev.reeve.model.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Scripts, commands and lines for a shell, given on the command line itself.
class CommandLineAppsTest {
  @TempDir Path folder;
  Stage stage = new Stage(Path.of("/"));

  @BeforeEach
  void apps() throws Exception {
    stage = new Stage(folder.toRealPath());
    stage.file("app.js", "");
  }

  @Test
  void a_script_gets_pm2s_defaults() {
    var spec = only(stage.load("app.js"));

    assertThat(spec.name()).isEqualTo("app");
    assertThat(spec.namespace()).isEqualTo("default");
    assertThat(spec.command().interpreter()).isEqualTo("node");
    assertThat(spec.logs().merge()).isTrue();
    assertThat(spec.logs().outFile()).isEqualTo(stage.path("home/logs/app-out.log"));
    assertThat(spec.logs().errorFile()).isEqualTo(stage.path("home/logs/app-error.log"));
    assertThat(spec.restart().maxUnstable()).isEqualTo(16);
    assertThat(spec.stop().killTimeout()).isEqualTo(Duration.ofMillis(1600));
    assertThat(spec.start().listenTimeout()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void a_line_with_spaces_runs_in_bash_under_its_whole_text() {
    var spec = only(stage.load("sleep 1000"));

    assertThat(spec.name()).isEqualTo("sleep 1000");
    assertThat(spec.command().script()).isEqualTo(stage.path("bin/bash"));
    assertThat(spec.command().args()).containsExactly("-c", "sleep 1000");
    assertThat(spec.command().hasInterpreter()).isFalse();
    assertThat(spec.logs().outFile()).endsWith("/sleep-1000-out.log");
  }

  @Test
  void a_bare_command_of_path_runs_itself() throws Exception {
    var spec = only(stage.command("caddy").load("caddy"));

    assertThat(spec.command().script()).isEqualTo(stage.path("bin/caddy"));
    assertThat(spec.command().hasInterpreter()).isFalse();
  }

  @Test
  void typescript_runs_on_bun_if_there_is_one_else_on_node() throws Exception {
    stage.file("server.ts", "");
    assertThat(only(stage.load("server.ts")).command().interpreter()).isEqualTo("node");
    stage.command("bun");
    assertThat(only(stage.load("server.ts")).command().interpreter()).isEqualTo("bun");
  }

  @Test
  void flags_stand_over_everything_and_arguments_follow_the_dashes() {
    var flags =
        new Flags(
            Map.of(
                "name",
                "my_api@x",
                "instances",
                3,
                "max_memory_restart",
                100L << 20,
                "out_file",
                "logs/out.log"),
            List.of("--port", "80 80"),
            null,
            List.of());

    var spec = only(stage.load("./app.js", flags));

    assertThat(spec.name()).isEqualTo("my_api@x");
    assertThat(spec.instances().count()).isEqualTo(3);
    assertThat(spec.logs().merge()).isFalse();
    assertThat(spec.logs().outFile()).isEqualTo(stage.path("logs/out.log"));
    assertThat(spec.logs().errorFile()).endsWith("/my-api-x-error.log");
    assertThat(spec.command().args()).containsExactly("--port", "80 80");
    assertThat(spec.restart().maxMemoryBytes()).isEqualTo(100L << 20);
  }

  @Test
  void pm2s_variables_change_the_defaults_and_a_bad_one_is_a_warning() {
    stage.env("PM2_KILL_TIMEOUT", "4000").env("PM2_KILL_SIGNAL", "SIGTERM");
    stage.env("PM2_GRACEFUL_LISTEN_TIMEOUT", "soon");

    var loaded = stage.load("app.js");

    assertThat(only(loaded).stop().killTimeout()).isEqualTo(Duration.ofSeconds(4));
    assertThat(only(loaded).stop().signal()).isEqualTo(Signal.SIGTERM);
    assertThat(loaded.warnings())
        .extracting(Problem::sentence)
        .containsExactly(
            "PM2_GRACEFUL_LISTEN_TIMEOUT: 'soon' is not milliseconds or a number with ms, s, m, h"
                + " or d, ignored; write it like this: 3000 or 3s");
  }

  @Test
  void variables_without_meaning_change_nothing() {
    var usual = stage.load("app.js");
    var names =
        List.of(
            "PM2_GRACEFUL_TIMEOUT",
            "PM2_CONCURRENT_ACTIONS",
            "PM2_WORKER_INTERVAL",
            "PM2_API_PORT",
            "PM2_API_IPADDR",
            "PM2_WEB_STRIP_ENV_VARS",
            "PM2_NO_INTERACTION");
    names.forEach(name -> stage.env(name, "1"));

    var loaded = stage.load("app.js");

    assertThat(loaded.warnings()).isEmpty();
    assertThat(loaded.problems()).isEmpty();
    assertThat(only(loaded).withEnvironment(only(usual).environment())).isEqualTo(only(usual));
  }

  @Test
  void instances_count_down_from_the_cores() {
    assertThat(instances(0)).isEqualTo(4);
    assertThat(instances(-1)).isEqualTo(3);
    assertThat(instances(-9)).isEqualTo(1);
  }

  @Test
  void log_files_can_be_switched_off() {
    var off = only(stage.load("app.js", flag("disable_logs", true))).logs();
    assertThat(off.outFile()).isNull();
    assertThat(off.errorFile()).isNull();
    assertThat(only(stage.load("app.js", flag("out_file", "NULL"))).logs().outFile()).isNull();
    assertThat(only(stage.load("app.js", flag("log_file", "true"))).logs().combinedFile())
        .isEqualTo(stage.path("home/logs/app.log"));
  }

  private int instances(int asked) {
    return only(stage.load("app.js", flag("instances", asked))).instances().count();
  }

  private static Flags flag(String key, Object value) {
    return new Flags(Map.of(key, value), null, null, List.of());
  }

  private static AppSpec only(Loaded loaded) {
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.specs()).hasSize(1);
    return loaded.specs().getFirst();
  }
}
