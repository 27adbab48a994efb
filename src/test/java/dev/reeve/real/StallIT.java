package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Apps that try to hold up the daemon: it answers everybody else as before.
class StallIT {
  private final RealHome real = new RealHome();

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private static String script(String name) {
    return Path.of("src/test/resources/stall/" + name).toAbsolutePath().toString();
  }

  private void start(String app) throws Exception {
    real.file("ecosystem.json", "{ \"apps\": [ " + app + " ] }");
    var said = real.run("start", "ecosystem.json");
    assertThat(said.code()).as(said.err()).isZero();
  }

  private void answers() throws Exception {
    assertThat(real.run("ping").code()).isZero();
  }

  private int port() throws Exception {
    var log = real.home().logs().resolve("evil-out-0.log");
    RealHome.eventually(() -> Files.readString(log).contains("blocking"));
    var line =
        Files.readAllLines(log).stream().filter(each -> each.startsWith("port ")).findFirst();
    return Integer.parseInt(line.orElseThrow().substring("port ".length()));
  }

  private static String get(int port) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
            .timeout(Duration.ofSeconds(10))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  @Test
  void the_daemons_end_of_a_channel_is_made_to_wait_by_the_app_that_shares_it() throws Exception {
    start(
        """
        { "name": "evil", "script": "%s", "interpreter": "perl", "wait_ready": true }
        """
            .formatted(script("channel.pl")));

    RealHome.eventually(() -> real.log("evil-out.log").contains("asked"));
    answers();
    RealHome.eventually(() ->
        real.daemonLog()
            .contains("evil[0] loses its message channel: it does not read what it is sent"));
    answers();
  }

  @Test
  void a_listening_socket_that_is_made_to_wait_once_serves_on() throws Exception {
    start(
        """
        { "name": "evil", "script": "%s", "args": "once", "instances": 1, "exec_mode": "cluster" }
        """
            .formatted(script("worker.js")));

    int port = port();
    assertThat(get(port)).isEqualTo("well");
    assertThat(get(port)).isEqualTo("well");
    answers();
  }

  @Test
  void a_worker_that_fights_for_its_socket_holds_up_nobody_else() throws Exception {
    start(
        """
        { "name": "evil", "script": "%s", "args": "fight", "instances": 1, "exec_mode": "cluster" }
        """
            .formatted(script("worker.js")));

    int port = port();
    for (int i = 0; i < 300; i++) {
      call(port);
    }
    answers();
    assertThat(real.run("restart", "evil").code()).isZero();
  }

  @Test
  void an_expression_that_takes_years_makes_only_its_own_app_late() throws Exception {
    real.file("app.sh", "printf '%060000d\\n%060000d\\n' 0 0; echo said; exec sleep 1000");
    start(
        """
        { "name": "evil", "script": "app.sh", "interpreter": "sh", "listen_timeout": 2000,
          "ready": { "log": "(0|00)+$b" } },
        { "name": "good", "script": "/bin/sleep", "args": "1000", "interpreter": "none" }
        """);

    RealHome.eventually(() -> real.log("evil-out.log").contains("said"));
    answers();
    assertThat(real.view("good").status()).isEqualTo(Status.ONLINE);
    assertThat(real.view("evil").status()).isEqualTo(Status.LAUNCHING);
  }

  @Test
  void every_command_ends_when_the_daemon_is_suspended() throws Exception {
    start(
        """
        { "name": "good", "script": "/bin/sleep", "args": "1000", "interpreter": "none" }
        """);
    long pid = real.daemonPid();
    signal("STOP", pid);
    try {
      try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
        var commands = List.of("ping", "list", "restart good", "kill");
        var running =
            commands.stream().map(each -> all.submit(() -> real.run(each.split(" ", -1)))).toList();
        for (var each : running) {
          assertThat(each.get().code()).isNotZero();
          assertThat(each.get().err()).contains("the daemon");
        }
      }
    } finally {
      signal("CONT", pid);
    }
    // What it was asked for holds.
    RealHome.eventually(() -> !RealHome.alive(pid));
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor())
        .isZero();
  }

  /// Whoever is refused has called, too.
  private static void call(int port) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1);
    } catch (IOException refused) {
      assertThat(refused).isNotNull();
    }
  }
}
