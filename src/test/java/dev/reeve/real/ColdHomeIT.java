package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A home that nothing has run in yet.
class ColdHomeIT {
  private static final int CLIENTS = 20;

  private final RealHome real = new RealHome();

  @AfterEach
  void end() throws Exception {
    real.close();
  }

  @Test
  void twenty_clients_start_one_daemon_and_all_are_answered() throws Exception {
    var jobs = new ArrayList<Callable<RealHome.Said>>();
    for (int i = 0; i < CLIENTS; i++) {
      jobs.add(() -> real.run("ping"));
    }
    try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (var answer : clients.invokeAll(jobs)) {
        var said = answer.get();
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("pong");
      }
    }
    var begins =
        Files.readAllLines(real.home().daemonLog()).stream()
            .filter(line -> line.contains(" begins, pid "))
            .toList();
    assertThat(begins).hasSize(1);
  }

  @Test
  void a_socket_that_a_killed_daemon_left_is_no_obstacle() throws Exception {
    assertThat(real.run("ping").code()).isZero();
    long first = real.daemonPid();
    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    RealHome.eventually(() -> !RealHome.alive(first));
    assertThat(real.home().socket()).exists();
    assertThat(real.run("ping").code()).isZero();
    assertThat(real.daemonPid()).isNotEqualTo(first);
  }

  @Test
  void no_daemon_to_be_had_is_exit_code_three_with_a_sentence() throws Exception {
    real.file("home", "a file where the home should be");
    var said = real.run("list");
    assertThat(said.code()).isEqualTo(3);
    assertThat(said.err()).contains(real.home().root().toString());
    assertThat(said.out()).isEmpty();
    Files.delete(real.home().root());
  }
}
