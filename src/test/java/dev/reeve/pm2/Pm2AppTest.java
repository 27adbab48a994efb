package dev.reeve.pm2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Pm2AppTest {
  private static final Home HOME = new Home(Path.of("/h"));

  private static AppSpec read(String json) throws Json.Malformed {
    var spec = Pm2App.read(Json.parseObject(json), HOME);
    assertThat(spec).isNotNull();
    return java.util.Objects.requireNonNull(spec);
  }

  @Test
  void what_the_client_leaves_out_has_pm2s_default() throws Exception {
    var spec = read("{\"pm_exec_path\":\"/w/app.js\"}");

    assertThat(spec.name()).isEqualTo("app");
    assertThat(spec.namespace()).isEqualTo("default");
    assertThat(spec.restart().maxUnstable()).isEqualTo(16);
    assertThat(spec.restart().minUptime()).isEqualTo(Duration.ofSeconds(1));
    assertThat(spec.stop().killTimeout()).isEqualTo(Duration.ofMillis(1600));
    assertThat(spec.logs().outFile()).isNull();
  }

  @Test
  void settings_arrive_as_they_are_sent() throws Exception {
    var spec =
        read(
            """
            {"name":"a","namespace":"n","pm_exec_path":"/w/app.js","pm_cwd":"/w","args":["a","b c"],
             "exec_interpreter":"node","node_args":["--x"],"instances":2,"exec_mode":"fork_mode",
             "max_restarts":3,"min_uptime":2000,"restart_delay":100,"stop_exit_codes":0,
             "max_memory_restart":104857600,"kill_timeout":3000,"treekill":false,
             "pm_out_log_path":"/w/o.log","pm_err_log_path":"/dev/null","pm_pid_path":"/w/p.pid",
             "log_type":"json","log_date_format":"YYYY","autorestart":false}
            """);

    assertThat(spec.command())
        .isEqualTo(
            new AppSpec.Command(
                "/w/app.js",
                java.util.List.of("a", "b c"),
                "node",
                java.util.List.of("--x"),
                "/w"));
    assertThat(spec.instances().count()).isEqualTo(2);
    assertThat(spec.restart().stopExitCodes()).containsExactly(0);
    assertThat(spec.restart().auto()).isFalse();
    assertThat(spec.logs().outFile()).isEqualTo("/w/o.log");
    assertThat(spec.logs().errorFile()).isNull();
    assertThat(spec.logs().type()).isEqualTo(AppSpec.LogType.JSON);
    assertThat(spec.pidFile()).isEqualTo("/w/p.pid");
    assertThat(spec.stop().treeKill()).isEqualTo(dev.reeve.model.TreeKill.OFF);
  }

  @Test
  void variables_of_the_app_stand_behind_the_callers() throws Exception {
    var own =
        read(
            """
            {"name":"a","pm_exec_path":"/w/app.js",
             "env":{"PATH":"/bin","PM2_JSON_PROCESSING":"true","N":5,"a":"{}"}}
            """);
    assertThat(own.environment().own()).isEqualTo(Map.of("N", "5"));
    assertThat(own.environment().caller()).containsOnlyKeys("PATH", "PM2_JSON_PROCESSING");

    var none =
        read(
            """
            {"pm_exec_path":"/w/app.js","env":{"PM2_JSON_PROCESSING":"true","PATH":"/bin"}}
            """);
    assertThat(none.environment().own()).isEmpty();
    assertThat(none.environment().caller()).containsEntry("PATH", "/bin");
  }

  @Test
  void the_standard_pid_file_is_ours_too() throws Exception {
    assertThat(
            read("{\"name\":\"a\",\"pm_exec_path\":\"/a\",\"pm_pid_path\":\"/h/pids/a.pid\"}")
                .pidFile())
        .isNull();
  }

  @Test
  void without_a_program_there_is_no_app() throws Exception {
    assertThat(Pm2App.read(Json.parseObject("{\"name\":\"a\"}"), HOME)).isNull();
  }
}
