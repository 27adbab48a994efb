package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// docs/stop.md, `treekill: strict`: what lays down its session, its parent and its environment
/// ends with its run all the same.
class StrictIT {
  private static final String ESCAPES =
      """
      #!/bin/sh
      (env -i /usr/bin/setsid /bin/sh -c 'echo $$ >> pids; exec /bin/sleep 1000' &)
      (env -i REEVE_RUN=forged /usr/bin/setsid /bin/sh -c 'echo $$ >> pids; exec /bin/sleep 1000' &)
      (env -i /usr/bin/setsid /bin/sh -c '(/usr/bin/setsid /bin/sh stubborn.sh &)' &)
      while [ "$(wc -l < pids)" -lt ${1:-3} ]; do sleep 0.05; done
      echo ready
      exec sleep 1000
      """;

  private final RealHome real = new RealHome();

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private List<Long> pids() throws Exception {
    var file = real.folder().resolve("pids");
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Long::parseLong).toList()
        : List.of();
  }

  private void start() throws Exception {
    var script = real.file("app.sh", ESCAPES);
    real.file("stubborn.sh", "echo $$ >> pids; trap '' INT; while :; do /bin/sleep 0.1; done");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    real.file(
        "e.json",
        """
        { "apps": [{ "name": "app", "script": "./app.sh", "treekill": "strict",
          "kill_timeout": 300 }] }
        """);
    var said = real.run("start", "e.json");
    assertThat(said.code()).as(said.err()).isZero();
    RealHome.eventually(() -> pids().size() == 3 && real.log("app-out.log").contains("ready"));
  }

  @Test
  void stop_leaves_nothing_of_a_run_that_tried_to_escape() throws Exception {
    start();
    var escaped = pids();
    assertThat(escaped).allMatch(RealHome::alive);
    assertThat(real.run("stop", "app").code()).isZero();
    assertThat(escaped).noneMatch(RealHome::alive);
    assertThat(real.view("app").status()).isEqualTo(Status.STOPPED);
  }

  @Test
  void the_next_daemon_finds_it_too() throws Exception {
    start();
    var escaped = pids();
    var daemon = ProcessHandle.of(real.daemonPid()).orElseThrow();
    daemon.destroyForcibly();
    RealHome.eventually(() -> !daemon.isAlive());
    assertThat(real.run("delete", "app").code()).isZero();
    assertThat(escaped).noneMatch(RealHome::alive);
  }
}
