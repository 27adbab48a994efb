package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The ways in which a run shows that it is ready.
class ReadyIT {
  private final RealHome real = new RealHome();
  private final int port = FreePort.any();

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private Path file(String way, Path go, int timeoutMs) throws Exception {
    boolean node = way.equals("http") || way.equals("listening");
    var script = Path.of("src/test/resources/ready/slow." + (node ? "js" : "py"));
    var ready =
        switch (way) {
          case "http" -> "{ \"http\": \"http://127.0.0.1:%d/health?deep=1\" }".formatted(port);
          case "tcp" -> "{ \"tcp\": %d }".formatted(port);
          case "log" -> "{ \"log\": \"server \\\\d+ is up\" }";
          default -> "\"" + way + "\"";
        };
    return real.file(
        "app.json",
        """
        { "name": "app", "script": "%s", "args": ["%s", "%s", "%d"], "ready": %s,
          "listen_timeout": %d, "exec_mode": "%s" }
        """
            .formatted(
                script.toAbsolutePath(),
                way,
                go,
                port,
                ready,
                timeoutMs,
                way.equals("listening") ? "cluster" : "fork"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"notify", "log", "tcp", "http", "listening"})
  void it_is_launching_until_it_shows_that_it_is_ready(String way) throws Exception {
    var go = real.folder().resolve("go");
    var file = file(way, go, 60_000);
    var starting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                real.run("start", file.toString());
              } catch (Exception refused) {
                throw new IllegalStateException(refused);
              }
            });
    RealHome.eventually(() -> real.list().stream().anyMatch(view -> view.pid() > 0));
    assertThat(real.view("app").status()).isEqualTo(Status.LAUNCHING);
    Files.createFile(go);
    real.until("app", Status.ONLINE);
    starting.join();
    assertThat(real.daemonLog()).contains("launching → online (ready)");
    try (var state = Files.list(real.home().state())) {
      assertThat(state.filter(each -> each.toString().contains("notify-"))).isEmpty();
    }
  }

  @Test
  void one_that_shows_nothing_is_late() throws Exception {
    var said = real.run("start", file("notify", real.folder().resolve("never"), 300).toString());
    assertThat(said.err() + said.out()).contains("not ready in time");
    assertThat(real.view("app").status()).isEqualTo(Status.LAUNCHING);
  }

  /// A socket's address is short (`man 7 unix`), and the daemon's own still fits.
  @Test
  void a_home_too_deep_for_a_notification_is_told() throws Exception {
    var parent = Files.createTempDirectory("reeve-" + "deep".repeat(5));
    var deep = new RealHome(parent);
    try {
      var app = "'name': 'app', 'script': 'sleep', 'args': '1000', 'ready': 'notify'";
      var file = real.file("sleep.json", "{ " + app + ", 'listen_timeout': 100 }");
      deep.run("start", file.toString());
      assertThat(deep.daemonLog())
          .contains("app[0] can't say that it is ready: its socket " + deep.home().state())
          .contains("can't be made: the path is too long");
    } finally {
      deep.close();
      Files.delete(parent);
    }
  }
}
