package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `logs` on a real daemon, while an app writes.
class LogsIT {
  private final RealHome home = new RealHome();

  @AfterEach
  void nothingIsLeft() throws Exception {
    home.close();
  }

  /// Numbered lines, as fast as it may; a pause now and then.
  private static RealHome.App writer(int lines) {
    return RealHome.App.of(
        "count",
        "i=0; while [ $i -lt "
            + lines
            + " ]; do echo line $i; i=$((i+1)); [ $((i % 500)) -ne 0 ] || sleep 0.05; done;"
            + " echo end; exec sleep 600");
  }

  /// `logs` as a process of its own, whose output is a file.
  private Process logs(Path out) throws Exception {
    var builder =
        new ProcessBuilder(
                RealHome.LAUNCHER.toString(), "logs", "count", "--raw", "--lines", "1000000")
            .redirectOutput(out.toFile())
            .redirectError(home.folder().resolve("err").toFile());
    builder.environment().put("REEVE_HOME", home.home().root().toString());
    builder.environment().remove("PM2_HOME");
    return builder.start();
  }

  private void stop(Process logs) throws Exception {
    logs.destroy();
    assertThat(logs.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  /// The daemon, and the run that it would leave behind.
  private void killBoth() throws Exception {
    var pids = List.of(home.daemonPid(), (long) home.view("count").pid());
    for (long pid : pids) {
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      RealHome.eventually(() -> !RealHome.alive(pid));
    }
  }

  private static List<String> numbered(int lines) {
    return IntStream.range(0, lines).mapToObj(i -> "line " + i).toList();
  }

  @Test
  void history_and_live_lines_join_without_a_gap_and_without_a_repeat() throws Exception {
    home.startShell(writer(20_000));
    var log = home.home().logs().resolve("count-out.log");
    RealHome.eventually(() -> Files.size(log) > 1000);
    var out = home.folder().resolve("out");
    var logs = logs(out);
    RealHome.eventually(() -> Files.readString(out).endsWith("end\n"));
    stop(logs);

    assertThat(Files.readAllLines(out).subList(0, 20_000)).isEqualTo(numbered(20_000));
    assertThat(home.run("logs", "--nostream", "--raw", "--grep", "line 77$").out())
        .isEqualTo("line 77\n");
  }

  @Test
  void following_goes_on_when_the_daemon_was_killed() throws Exception {
    home.startShell(writer(5));
    assertThat(home.run("save").code()).isZero();
    var out = home.folder().resolve("out");
    var logs = logs(out);
    RealHome.eventually(() -> Files.readString(out).endsWith("end\n"));
    killBoth();
    RealHome.eventually(
        () -> Files.readString(home.folder().resolve("err")).contains("waiting for one"));

    assertThat(home.run("resurrect").code()).isZero();
    home.until("count", view -> view.status() == Status.ONLINE);
    RealHome.eventually(() -> Files.readString(out).lines().filter("end"::equals).count() == 2);
    stop(logs);

    var twice = Files.readAllLines(out);
    assertThat(twice.subList(0, 5)).isEqualTo(numbered(5));
    assertThat(twice.subList(6, 11)).isEqualTo(numbered(5));
    assertThat(twice).hasSize(12);
  }
}
