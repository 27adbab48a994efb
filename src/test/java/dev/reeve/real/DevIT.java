package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// docs/watch.md: `dev`, in the foreground of a terminal.
class DevIT {
  private final RealHome real = new RealHome();
  private @Nullable Process dev;

  @AfterEach
  void nothing_is_left() throws Exception {
    if (dev != null && dev.isAlive()) {
      dev.destroyForcibly();
      dev.waitFor();
    }
    Files.deleteIfExists(real.home().pidFile());
    real.close();
  }

  private Process run(Path launcher, String... words) throws Exception {
    // Whoever started these tests may have them ignore Ctrl-C.
    var command = new ArrayList<>(List.of("env", "--default-signal=INT", launcher.toString()));
    command.addAll(List.of(words));
    var builder =
        new ProcessBuilder(command)
            .directory(real.folder().resolve("app").toFile())
            .redirectErrorStream(true)
            .redirectOutput(real.folder().resolve("said").toFile());
    builder.environment().putAll(Map.of("REEVE_HOME", real.home().root().toString()));
    dev = builder.start();
    dev.getOutputStream().close();
    return dev;
  }

  private String said() throws Exception {
    return Files.readString(real.folder().resolve("said"));
  }

  private void says(String line, int times) throws Exception {
    RealHome.eventually(() -> said().lines().filter(line::equals).count() >= times);
  }

  @Test
  void an_app_is_shown_restarted_when_a_file_changes_and_ended_with_ctrl_c() throws Exception {
    real.file("app/app.sh", "echo \"runs $$\"; echo up; while :; do sleep 0.02; done\n");
    var words = List.of("dev", "app.sh", "--ignore", "tmp", "--post-exec", "echo after $REEVE_APP");
    var running = run(RealHome.LAUNCHER, words.toArray(String[]::new));
    says("0|app | up", 1);
    RealHome.eventually(() -> real.run("describe", "app").out().matches("(?s).*\\d folder.*"));
    assertThat(said()).doesNotContain("after app");

    real.file("app/a.js", "x");
    says("0|app | up", 2);
    RealHome.eventually(() -> said().contains("post_start hook: after app"));

    assertThat(new ProcessBuilder("kill", "-INT", "" + running.pid()).start().waitFor()).isZero();
    assertThat(running.waitFor(60, TimeUnit.SECONDS)).as(said()).isTrue();
    assertThat(running.exitValue()).as(said()).isZero();
    said()
        .lines()
        .filter(line -> line.startsWith("0|app | runs "))
        .map(line -> Long.parseLong(line.substring("0|app | runs ".length())))
        .forEach(pid -> assertThat(RealHome.alive(pid)).isFalse());
  }

  /// A run of tests that has ended, and one that fails at once, wait for the next change.
  @Test
  void under_pm2s_name_what_has_ended_runs_again() throws Exception {
    real.file("app/test.sh", "echo tested; exit 1\n");
    var name = Files.createSymbolicLink(real.folder().resolve("pm2-dev"), RealHome.LAUNCHER);
    var words = new String[] {"test.sh", "--max-restarts", "1", "--raw"};
    run(name, words);
    says("tested", 1);
    RealHome.eventually(() -> real.run("describe", "test").out().matches("(?s).*\\d folder.*"));

    real.file("app/a.js", "x");
    says("tested", 2);
  }
}
