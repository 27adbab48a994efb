package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A cluster of four behind one port, under load, while everything about it changes.
class ReloadIT {
  /// Five by hand, so that CI stays quick.
  private static final int RELOADS = Integer.getInteger("reeve.reloads", 1);

  /// So many are asked between two events.
  private static final int REQUESTS = 1000;

  private final RealHome real = new RealHome();
  private final int port = FreePort.any();

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private Path file(String schedule, String version) throws IOException {
    return real.file(
        "ecosystem.config.js",
        """
        module.exports = { apps: [{
          name: 'web', script: '%s', instances: 4, listen_timeout: 20000,
          cluster_schedule: '%s', env: { PORT: %d, VERSION: '%s' }
        }] };
        """
            .formatted(
                Path.of("src/test/resources/cluster/server.js").toAbsolutePath(),
                schedule,
                port,
                version));
  }

  private void start(String schedule) throws Exception {
    assertThat(real.run("start", file(schedule, "1").toString()).code()).isZero();
    RealHome.eventually(() -> answer() != null);
  }

  private @Nullable String answer() throws InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/x")).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException refused) {
      return null;
    }
  }

  /// How much the workers have told their logs: ten bytes a request and more.
  private long logged() throws IOException {
    long bytes = 0;
    for (int i = 0; i < 4; i++) {
      var log = real.home().logs().resolve("web-out-" + i + ".log");
      bytes += Files.exists(log) ? Files.size(log) : 0;
    }
    return bytes;
  }

  private Set<Integer> pids() throws Exception {
    return real.list().stream().map(InstanceView::pid).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @CsvSource({"rr,false", "rr,true", "shared,false", "shared,true"})
  void no_request_is_lost_in_reload_and_scale(String schedule, boolean keepAlive) throws Exception {
    start(schedule);
    var load = HttpLoad.begin(real.folder(), port, keepAlive);
    for (int i = 0; i < RELOADS; i++) {
      var before = pids();
      var said = real.run("reload", "web");
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(pids()).hasSize(4).doesNotContainAnyElementsOf(before);
    }
    assertThat(real.run("scale", "web", "8").code()).isZero();
    assertThat(real.list()).hasSize(8).allMatch(view -> view.status() == Status.ONLINE);
    assertThat(real.run("scale", "web", "2").code()).isZero();
    assertThat(real.list()).hasSize(2);
    var result = load.end();
    assertThat(result.failed()).isEmpty();
    assertThat(result.answered()).isGreaterThan(100);
  }

  @Test
  void only_what_was_inside_a_killed_worker_is_lost() throws Exception {
    start("rr");
    var random = new Random(4);
    var loads =
        List.of(
            HttpLoad.begin(real.folder(), port, false), HttpLoad.begin(real.folder(), port, true));
    int kills = 6;
    for (int i = 0; i < kills; i++) {
      long before = logged();
      RealHome.eventually(() -> logged() > before + REQUESTS * 10);
      var views = real.list();
      var victim = views.get(random.nextInt(views.size()));
      ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly();
      RealHome.eventually(() ->
          real.list().stream()
              .allMatch(view -> view.status() == Status.ONLINE && view.pid() != victim.pid()));
    }
    for (var load : loads) {
      var result = load.end();
      assertThat(result.answered()).isGreaterThan(100);
      // No more than a worker can have had, and none that found nobody.
      assertThat(result.failed())
          .hasSizeLessThanOrEqualTo(kills * HttpLoad.AT_ONCE)
          .allMatch(each -> each.endsWith("ECONNRESET"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"throws", "silent", "short-lived"})
  void a_bad_version_is_not_let_in(String version) throws Exception {
    start("rr");
    var before = pids();
    var load = HttpLoad.begin(real.folder(), port, false);
    var file = file("rr", version);
    if (version.equals("silent")) {
      real.file("ecosystem.config.js", Files.readString(file).replace("20000", "1500"));
    }
    var said = real.run("reload", file.toString());
    var failed = load.end().failed();

    assertThat(said.code()).isEqualTo(1);
    assertThat(real.list()).hasSize(4);
    switch (version) {
      case "throws" -> assertThat(said.err()).contains("version 2 cannot start");
      case "silent" ->
          assertThat(said.err()).contains("was not listening within 1500 ms (listen_timeout)");
      default -> assertThat(said.err()).contains("exit code 3").contains("version 2 gives up");
    }
    if (version.equals("short-lived")) {
      // What was inside it when it ended is its own affair.
      assertThat(pids()).containsAnyElementsOf(before);
    } else {
      assertThat(said.err()).contains("the old run stays").contains("was not touched");
      assertThat(pids()).isEqualTo(before);
      assertThat(failed).isEmpty();
    }
    assertThat(answer()).isNotNull();
  }
}
