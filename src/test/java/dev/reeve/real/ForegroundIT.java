package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `--no-daemon`: the daemon is the process that was started, and shows what the apps write.
class ForegroundIT {
  private static final int LIMIT_SECONDS = 60;

  private final RealHome real = new RealHome();
  private @Nullable Process running;

  @AfterEach
  void nothing_is_left() throws Exception {
    if (running != null) {
      running.destroyForcibly().waitFor();
    }
    real.close();
  }

  private Process run(String... words) throws Exception {
    var command = new ArrayList<>(List.of(RealHome.LAUNCHER.toString()));
    command.addAll(List.of(words));
    var builder =
        new ProcessBuilder(command)
            .directory(real.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(real.folder().resolve("said").toFile());
    builder.environment().put("REEVE_HOME", real.home().root().toString());
    running = builder.start();
    running.getOutputStream().close();
    return running;
  }

  private void says(String text) throws Exception {
    RealHome.eventually(() -> Files.readString(real.folder().resolve("said")).contains(text));
  }

  @Test
  void apps_run_in_the_foreground_until_the_signal() throws Exception {
    real.file("app.sh", "echo up; while :; do sleep 0.02; done\n");
    var daemon = run("start", "app.sh", "--no-daemon");
    says("0|app | up");
    RealHome.eventually(() -> real.log("app-out.log").equals("up\n"));
    assertThat(real.daemonPid()).isEqualTo(daemon.pid());
    long app = real.view("app").pid();

    // It stays when its last app is gone, as it can be given others.
    assertThat(real.run("delete", "all").code()).isZero();
    assertThat(real.run("start", "app.sh").code()).isZero();
    daemon.destroy();
    assertThat(daemon.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(daemon.exitValue()).isZero();
    assertThat(RealHome.alive(app)).isFalse();
  }

  @Test
  void it_ends_when_nothing_could_be_started() throws Exception {
    var daemon = run("start", "nowhere.js", "--no-daemon");
    assertThat(daemon.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(daemon.exitValue()).isEqualTo(1);
    says("nowhere.js");
  }

  @Test
  void with_a_daemon_its_logs_are_shown() throws Exception {
    var first = real.file("one.sh", "echo first; while :; do sleep 0.02; done\n");
    assertThat(real.run("start", first.toString()).code()).isZero();
    real.file("two.sh", "echo second; while :; do sleep 0.02; done\n");
    long daemon = real.daemonPid();

    var shown = run("start", "two.sh", "--no-daemon");

    says("1|two      | second");
    shown.destroy();
    shown.waitFor();
    assertThat(real.daemonPid()).isEqualTo(daemon);
    assertThat(real.run("pid", "two").out()).isNotBlank();
  }
}
