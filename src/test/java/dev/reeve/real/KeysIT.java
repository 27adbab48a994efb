package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.InstanceView;
import dev.reeve.model.Json;
import dev.reeve.model.Status;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the keys of an ecosystem file do to real processes.
class KeysIT {
  private static final String FOREVER = "while :; do sleep 0.1; done";

  private final RealHome real = new RealHome();

  @AfterEach
  void end() throws Exception {
    real.close();
  }

  @Test
  void an_instance_knows_itself_by_its_variables() throws Exception {
    start(
        "echo $SLOT $PORT $pm_id $name; " + FOREVER,
        Map.of("instances", 2, "instance_var", "SLOT", "increment_var", "PORT", "port", 3000));

    for (int i = 0; i < 2; i++) {
      var log = "app-out-" + i + ".log";
      RealHome.eventually(() -> real.log(log).endsWith("\n"));
    }
    assertThat(real.log("app-out-0.log")).isEqualTo("0 3000 0 app\n");
    assertThat(real.log("app-out-1.log")).isEqualTo("1 3001 1 app\n");

    real.run("delete", "app");
    start("echo together; " + FOREVER, Map.of("instances", 2, "merge_logs", true));
    RealHome.eventually(() -> real.log("app-out.log").equals("together\ntogether\n"));
  }

  @Test
  void one_of_several_is_restarted_by_its_number() throws Exception {
    start("echo $NODE_APP_INSTANCE; " + FOREVER, Map.of("instances", 2));
    RealHome.eventually(() -> real.log("app-out-1.log").equals("1\n"));
    var first = real.list().getFirst();

    assertThat(real.run("restart", "1").code()).isZero();

    RealHome.eventually(() -> real.log("app-out-1.log").equals("1\n1\n"));
    assertThat(real.list().getFirst().pid()).isEqualTo(first.pid());
    assertThat(real.list().getLast().restarts()).isEqualTo(1);
    assertThat(real.list()).extracting(InstanceView::slot).containsExactly(0, 1);
    assertThat(real.run("restart", "2").code()).isEqualTo(1);
  }

  @Test
  void a_variable_that_left_the_file_is_gone_after_the_next_start() throws Exception {
    var script = "echo ${OLD-none} $NEW; " + FOREVER;
    start(script, Map.of("env", Map.of("OLD", "old", "NEW", 1)));
    RealHome.eventually(() -> real.log("app-out.log").equals("old 1\n"));

    start(script, Map.of("env", Map.of("NEW", 2)));

    RealHome.eventually(() -> real.log("app-out.log").equals("old 1\nnone 2\n"));
  }

  @Test
  void an_app_that_does_not_start_by_itself_starts_when_asked() throws Exception {
    start("echo up; " + FOREVER, Map.of("autostart", false, "pid_file", "app.pid"));
    assertThat(real.view("app").status()).isEqualTo(Status.STOPPED);
    assertThat(real.log("app-out.log")).isEmpty();

    assertThat(real.run("start", "app").code()).isZero();

    var pid = String.valueOf(real.until("app", Status.ONLINE).pid());
    assertThat(Files.readString(real.folder().resolve("app.pid")).strip()).isEqualTo(pid);
    real.run("stop", "app");
    assertThat(real.folder().resolve("app.pid")).doesNotExist();
  }

  @Test
  void an_exit_that_is_final_is_not_answered() throws Exception {
    start("echo run; exit 3", Map.of("stop_exit_codes", List.of(0, 3)));
    assertThat(real.until("app", Status.STOPPED).restarts()).isZero();
    start("echo run; exit 4", Map.of("autorestart", false));
    RealHome.eventually(() -> real.log("app-out.log").equals("run\nrun\n"));
    assertThat(real.until("app", Status.STOPPED).restarts()).isLessThanOrEqualTo(1);
    assertThat(real.log("app-out.log")).isEqualTo("run\nrun\n");
  }

  @Test
  void without_treekill_only_the_main_process_goes() throws Exception {
    start("sleep 300 & echo $!; wait", Map.of("treekill", false));
    RealHome.eventually(() -> real.log("app-out.log").endsWith("\n"));
    long child = Long.parseLong(real.log("app-out.log").strip());

    real.run("stop", "app");

    assertThat(real.view("app").status()).isEqualTo(Status.STOPPED);
    assertThat(RealHome.alive(child)).isTrue();
    ProcessHandle.of(child).orElseThrow().destroyForcibly();
  }

  @Test
  void reset_flush_and_signals_reach_the_app() throws Exception {
    start("trap 'echo usr2' USR2; echo up; " + FOREVER, Map.of());
    RealHome.eventually(() -> real.log("app-out.log").equals("up\n"));

    assertThat(real.run("flush", "app").code()).isZero();
    assertThat(real.log("app-out.log")).isEmpty();
    assertThat(real.run("sendSignal", "SIGUSR2", "app").code()).isZero();
    RealHome.eventually(() -> real.log("app-out.log").equals("usr2\n"));
    assertThat(real.run("restart", "app").code()).isZero();
    assertThat(real.view("app").restarts()).isEqualTo(1);
    assertThat(real.run("reset", "app").code()).isZero();
    assertThat(real.view("app").restarts()).isZero();
  }

  /// An ecosystem file of one app, which is a script for `sh`.
  private void start(String script, Map<String, Object> keys) throws Exception {
    real.file("app.sh", script + "\n");
    var app = new LinkedHashMap<String, Object>(keys);
    app.put("name", "app");
    app.put("script", "app.sh");
    app.put("interpreter", "bash");
    real.file("app.json", Json.write(app));
    var said = real.run("start", "app.json");
    assertThat(said.code()).as(said.err()).isZero();
  }
}
