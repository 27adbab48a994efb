package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.reeve.model.Health;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Json;
import dev.reeve.model.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Health checks on real processes.
class HealthIT {
  private final RealHome real = new RealHome();
  private final AtomicInteger answer = new AtomicInteger(503);

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  /// An app that sleeps, with a health check that is patient unless it says otherwise.
  private RealHome.Said start(String name, String health, String more) throws Exception {
    var patient = health.contains("\"timeout\"") ? "" : "\"timeout\": \"30s\", ";
    var text =
        """
        { "name": "%s", "script": "/bin/sh", "args": ["-c", "exec sleep 1000"],
          "interpreter": "none", "health": { "interval": 100, %s } %s }
        """
            .formatted(name, patient + health, more);
    return real.run("start", real.file(name + ".json", text).toString());
  }

  private static boolean is(InstanceView view, Health health) {
    return view.health() == health;
  }

  private HttpServer server() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/up",
        exchange -> {
          exchange.sendResponseHeaders(answer.get(), -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void an_app_is_restarted_when_it_is_unhealthy_and_shown_as_it_is() throws Exception {
    var server = server();
    try {
      var port = ", \"port\": " + server.getAddress().getPort();
      start("web", "\"http\": \"/up\", \"retries\": 2, \"start_period\": \"10m\"", port);
      real.until("web", view -> is(view, Health.STARTING) && view.status() == Status.ONLINE);
      assertThat(real.run("ls").out()).contains("online (starting)");
      answer.set(204);
      var well = real.until("web", view -> is(view, Health.HEALTHY));
      assertThat(real.run("ls").out()).contains("online (healthy)");
      assertThat(real.run("describe", "web").out()).contains("healthy, 0 failures", "answered 204");
      var list = Json.parseObject("{\"list\":" + real.run("jlist").out() + "}").objects("list");
      var health = list.getFirst().object("pm2_env").object("health");
      assertThat(health.fields())
          .isEqualTo(java.util.Map.of("status", "healthy", "failures", 0L, "last", "answered 204"));

      answer.set(500);
      var next = real.until("web", view -> view.restarts() == 1 && view.pid() > 0);
      assertThat(next.pid()).isNotEqualTo(well.pid());
      answer.set(200);
      real.until("web", view -> is(view, Health.HEALTHY));
      assertThat(real.view("web").restarts()).isEqualTo(1);
      assertThat(real.daemonLog())
          .contains(
              "web[0] is unhealthy (2 failures in a row, the last: answered 500)",
              "online → stopping (unhealthy: 2 failures in a row, the last: answered 500)");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void without_an_action_it_is_only_said() throws Exception {
    start("db", "\"tcp\": 1, \"retries\": 2, \"start_period\": 0, \"action\": \"none\"", "");

    var view = real.until("db", each -> is(each, Health.UNHEALTHY));

    assertThat(view.note()).contains("unhealthy: ", "127.0.0.1:1: nobody listens there");
    assertThat(view.restarts()).isZero();
    assertThat(view.status()).isEqualTo(Status.ONLINE);
  }

  @Test
  void one_that_never_is_well_is_errored() throws Exception {
    start(
        "sick",
        "\"exec\": [\"false\"], \"retries\": 1, \"start_period\": 0",
        ", \"max_restarts\": 2, \"min_uptime\": \"60s\"");

    assertThat(real.until("sick", Status.ERRORED).note())
        .isEqualTo("2 unstable runs in a row, the last: not healthy");
  }

  /// Its own child in a session of its own goes as well.
  @Test
  void a_command_that_takes_too_long_is_killed_with_all_its_processes() throws Exception {
    var pids = real.folder().resolve("pids");
    start(
        "slow",
        "\"exec\": \"setsid sh -c 'echo $$ >> %s; exec sleep 999' & sleep 999\", \"retries\": 1,"
                .formatted(pids)
            + " \"start_period\": 0, \"action\": \"none\", \"timeout\": 500",
        ", \"env\": { \"A\": \"1\" }");

    var view = real.until("slow", each -> is(each, Health.UNHEALTHY));

    assertThat(view.note()).contains("took longer than 500 ms");
    // A slow one is killed before it comes to that, and asked again.
    RealHome.eventually(() -> Files.size(pids) > 0);
    var first = Long.parseLong(Files.readAllLines(pids).getFirst());
    RealHome.eventually(() -> !RealHome.alive(first));
    real.run("stop", "slow");
    for (var pid : Files.readAllLines(pids)) {
      RealHome.eventually(() -> !RealHome.alive(Long.parseLong(pid)));
    }
    RealHome.eventually(() -> real.zombies().isEmpty());
  }

  @Test
  void a_version_that_is_not_well_is_not_let_in() throws Exception {
    start(
        "api",
        "\"exec\": \"test -e well\", \"retries\": 2, \"start_period\": 0, \"action\": \"none\"",
        ", \"listen\": \"./api.sock\", \"min_uptime\": 0");
    int pid = real.view("api").pid();

    var refused = real.run("reload", "api");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out() + refused.err()).contains("was not healthy", "the old run stays");
    assertThat(real.view("api").pid()).isEqualTo(pid);
    Files.createFile(real.folder().resolve("well"));
    assertThat(real.run("reload", "api").code()).isZero();
    var view = real.view("api");
    assertThat(view.pid()).isNotEqualTo(pid);
    assertThat(view.health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void the_next_daemon_asks_anew() throws Exception {
    start("kept", "\"exec\": \"true\", \"start_period\": \"60s\"", "");
    var before = real.until("kept", view -> is(view, Health.HEALTHY));
    long daemon = real.daemonPid();

    ProcessHandle.of(daemon).orElseThrow().destroyForcibly();
    RealHome.eventually(() -> ProcessHandle.of(daemon).isEmpty());

    assertThat(real.until("kept", view -> is(view, Health.HEALTHY)).pid()).isEqualTo(before.pid());
  }
}
