package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// docs/containers.md: Reeve as the first process of a container. The pid namespace is a real one;
/// the rest of a container makes no difference to what is shown here.
class RuntimeIT {
  private static final String ENDLESS = "while :; do sleep 0.05; done";

  private final RealHome real = new RealHome();
  private final List<Container> containers = new ArrayList<>();

  @AfterEach
  void nothing_is_left() throws Exception {
    for (var container : containers) {
      // With the first process of a namespace all others in it end.
      container.first().ifPresent(ProcessHandle::destroyForcibly);
      container.outside().waitFor();
    }
    Files.deleteIfExists(real.home().pidFile());
    real.close();
  }

  private Container run(String... words) throws Exception {
    var command =
        new ArrayList<>(
            List.of("unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc"));
    if (RealHome.isRoot()) {
      command = new ArrayList<>(List.of("unshare", "--pid", "--fork", "--mount-proc"));
    }
    command.add(RealHome.LAUNCHER.toString());
    command.add("runtime");
    command.addAll(List.of(words));
    var out = Files.createTempFile(real.folder(), "out", "");
    var err = Files.createTempFile(real.folder(), "err", "");
    var builder =
        new ProcessBuilder(command)
            .directory(real.folder().toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("REEVE_HOME", real.home().root().toString());
    builder.environment().putAll(real.environment());
    var container = new Container(builder.start(), out, err);
    containers.add(container);
    container.outside().getOutputStream().close();
    return container;
  }

  private Path script(String name, String text) throws IOException {
    return real.file(name, text + "\n");
  }

  private void online() throws Exception {
    RealHome.eventually(() -> Files.exists(real.home().socket()));
    RealHome.eventually(() ->
        !real.list().isEmpty()
            && real.list().stream().allMatch(view -> view.status() == Status.ONLINE));
  }

  @Test
  void five_orphaned_grandchildren_are_reaped() throws Exception {
    var orphans =
        """
        for i in 1 2 3 4 5; do sh -c 'sleep 0.2 & echo orphan' ; done
        (setsid sh -c 'sleep 0.3 &')
        echo begotten
        """;
    var container = run(script("app.sh", orphans + ENDLESS).toString());
    RealHome.eventually(() -> container.said().contains("begotten"));
    var first = container.first().orElseThrow();
    // The shell of the app, and what it sleeps with; nothing dead.
    RealHome.eventually(() -> zombiesBelow(first) == 0 && first.children().count() == 1);
    container.signal("TERM");
    assertThat(container.exit()).isZero();
    assertThat(container.said().lines().filter("orphan"::equals)).hasSize(5);
  }

  private static long zombiesBelow(ProcessHandle first) {
    return first.descendants().filter(each -> !RealHome.alive(each.pid())).count();
  }

  @Test
  void sigterm_lets_apps_end_what_they_have_begun() throws Exception {
    var drain = "trap 'sleep 0.5; echo drained; exit 0' INT; echo up; ";
    var file =
        real.file(
            "ecosystem.config.json",
            """
            { "apps": [
              { "name": "queue", "script": "%s", "kill_timeout": 60000 },
              { "name": "api", "script": "%s" } ] }
            """
                .formatted(script("queue.sh", drain + ENDLESS), script("api.sh", ENDLESS)));
    var container = run(file.toString());
    online();
    RealHome.eventually(() -> container.said().contains("up"));
    container.signal("TERM");
    assertThat(container.exit()).isZero();
    assertThat(container.said()).endsWith("drained\n");
  }

  /// The example's chat router has five jobs in its queue.
  @Test
  void sigterm_drains_the_examples_nanoclaw() throws Exception {
    var source = Path.of("examples/jellycore/nanoclaw/dist");
    for (var name : List.of("index.js", "queue.js")) {
      real.file("nanoclaw/dist/" + name, Files.readString(source.resolve(name)));
    }
    int port = FreePort.any();
    real.with("NANOCLAW_PORT", String.valueOf(port));
    var script = real.folder().resolve("nanoclaw/dist/index.js").toString();
    var cwd = real.folder().resolve("nanoclaw").toString();
    var container = run(script, "--name", "nanoclaw", "--kill-timeout", "60000", "--cwd", cwd);
    try (var http = HttpClient.newHttpClient()) {
      var jobs = URI.create("http://127.0.0.1:" + port + "/jobs");
      var job = HttpRequest.newBuilder(jobs).POST(BodyPublishers.ofString("{\"ms\":300}")).build();
      RealHome.eventually(() -> accepted(http, job));
      for (int i = 1; i < 5; i++) {
        assertThat(accepted(http, job)).isTrue();
      }
    }
    container.signal("TERM");
    assertThat(container.exit()).isZero();
    assertThat(container.said().lines().filter(line -> line.contains(" done"))).hasSize(5);
    assertThat(container.said()).contains("store closed, bye");
    assertThat(Files.readString(container.err())).doesNotContain("SIGKILL");
  }

  private static boolean accepted(HttpClient http, HttpRequest job) throws InterruptedException {
    try {
      return http.send(job, BodyHandlers.discarding()).statusCode() == 202;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Test
  void a_back_off_is_no_end() throws Exception {
    var container =
        run(script("app.sh", "exit 3").toString(), "--name", "api", "--restart-delay", "600000");
    RealHome.eventually(() -> Files.exists(real.home().socket()) && !real.list().isEmpty());
    real.until("api", Status.WAITING_RESTART);
    // As often as the runtime has looked by now, it has not ended.
    assertThat(real.view("api").status()).isEqualTo(Status.WAITING_RESTART);
    assertThat(container.outside().isAlive()).isTrue();
    container.signal("TERM");
    assertThat(container.exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "3, 3", "77, 77"})
  void it_ends_with_the_code_of_its_app(int code, int expected) throws Exception {
    var container =
        run(script("app.sh", "echo last words; exit " + code).toString(), "--no-autorestart");
    assertThat(container.exit()).isEqualTo(expected);
    assertThat(container.said()).isEqualTo("last words\n");
  }

  @Test
  void a_signal_is_told_as_a_shell_tells_it() throws Exception {
    var container = run(script("app.sh", "kill -9 $$").toString(), "--no-autorestart");
    assertThat(container.exit()).isEqualTo(128 + 9);
  }

  @Test
  void an_app_that_is_given_up_ends_it() throws Exception {
    var container = run(script("app.sh", "exit 4").toString(), "--max-restarts", "2");
    assertThat(container.exit()).isEqualTo(4);
  }

  private Path three(String worker) throws IOException {
    return real.file(
        "ecosystem.config.json",
        """
        { "apps": [
          { "name": "web", "script": "%s" },
          { "name": "once", "script": "%s", "autorestart": false },
          { "name": "worker", "script": "%s", "autorestart": false } ] }
        """
            .formatted(
                script("web.sh", ENDLESS),
                script("once.sh", "exit 0"),
                script("worker.sh", worker)));
  }

  @Test
  void all_any_and_main_say_whose_end_counts() throws Exception {
    var any = run(three("sleep 0.3; exit 5").toString(), "--exit-on", "any");
    assertThat(any.exit()).isIn(0, 5);
    var main = run(three("exit 5").toString(), "--exit-on", "main");
    RealHome.eventually(() ->
        Files.exists(real.home().socket())
            && real.list().size() == 3
            && real.view("worker").status() == Status.STOPPED);
    assertThat(main.outside().isAlive()).isTrue();
    ProcessHandle.of(outsidePid(real.view("web").pid(), main)).orElseThrow().destroyForcibly();
    real.until("web", view -> view.restarts() == 1);
    real.run("stop", "web");
    assertThat(main.exit()).isZero();
    assertThat(real.home().socket()).as("no daemon comes after it").doesNotExist();
  }

  /// The pid by which we know a process of the container.
  private static long outsidePid(int inside, Container container) {
    return container
        .first()
        .orElseThrow()
        .descendants()
        .map(ProcessHandle::pid)
        .filter(pid -> pidInside(pid) == inside)
        .findFirst()
        .orElseThrow();
  }

  private static int pidInside(long pid) {
    try {
      return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
          .filter(line -> line.startsWith("NSpid:"))
          .map(line -> line.split("\\s+", -1))
          .mapToInt(fields -> Integer.parseInt(fields[fields.length - 1]))
          .findFirst()
          .orElse(-1);
    } catch (IOException gone) {
      return -1;
    }
  }

  @Test
  void without_auto_exit_it_stays() throws Exception {
    var container =
        run(
            script("app.sh", "exit 0").toString(),
            "--name",
            "api",
            "--no-autorestart",
            "--no-auto-exit");
    RealHome.eventually(() -> Files.exists(real.home().socket()) && real.list().size() == 1);
    real.until("api", Status.STOPPED);
    assertThat(real.run("start", "api").code()).isZero();
    assertThat(container.outside().isAlive()).isTrue();
  }

  @Test
  void it_begins_after_its_delay() throws Exception {
    var app = script("app.sh", "date +%s%3N").toString();
    var container = run(app, "--no-autorestart", "--delay=2");
    RealHome.eventually(() -> Files.exists(real.home().socket()));
    long upMs = Files.getLastModifiedTime(real.home().socket()).toMillis();
    assertThat(container.exit()).isZero();
    assertThat(Long.parseLong(container.said().strip()) - upMs).isGreaterThan(1500);
  }

  @Test
  void what_cannot_be_started_ends_it_with_a_sentence() throws Exception {
    var container = run("nowhere.js");
    assertThat(container.exit()).isEqualTo(1);
    assertThat(Files.readString(container.err())).contains("nowhere.js");
    var wrong = run("app.sh", "--exit-on", "sunday");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(Files.readString(wrong.err())).contains("all, any or main");
  }

  /// As containers are run that trust nobody: no folder can be written but the one in memory, and
  /// the user has no name and no home.
  @Test
  void a_read_only_root_and_a_user_without_a_name_are_enough() throws Exception {
    var app = script("app.sh", "echo hello; id -u; touch here || echo locked");
    var inside =
        "mount -o remount,bind,ro / && mount -t tmpfs none /run && cd /"
            + " && exec unshare --user --map-user=4711 \"$@\"";
    var command =
        new ArrayList<>(RealHome.isRoot() ? List.<String>of("unshare") : List.of("unshare", "-Ur"));
    command.addAll(List.of("--mount", "--pid", "--fork", "--mount-proc", "sh", "-c", inside, "sh"));
    command.add(RealHome.LAUNCHER.toString());
    command.addAll(
        List.of(
            "runtime",
            "/bin/sh",
            "--name",
            "app",
            "--interpreter",
            "none",
            "--no-autorestart",
            "--",
            "-c",
            Files.readString(app)));
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("REEVE_HOME", "PM2_HOME"));
    builder.environment().put("HOME", "/nonexistent");
    var out = Files.createTempFile(real.folder(), "out", "");
    var err = Files.createTempFile(real.folder(), "err", "");
    var process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    containers.add(new Container(process, out, err));
    process.getOutputStream().close();
    assertThat(process.waitFor()).as(Files.readString(err)).isZero();
    assertThat(Files.readString(out)).isEqualTo("hello\n4711\nlocked\n");
  }

  private List<String> shown(String... options) throws Exception {
    var words = new ArrayList<String>();
    words.add(script("app.sh", "echo 'a \"word\"'; echo failed >&2").toString());
    words.addAll(List.of("--name", "api", "--no-autorestart"));
    words.addAll(List.of(options));
    var container = run(words.toArray(String[]::new));
    assertThat(container.exit()).isZero();
    return container.said().lines().toList();
  }

  @Test
  void lines_look_as_they_are_wanted() throws Exception {
    assertThat(shown()).containsExactly("a \"word\"");
    assertThat(shown("--raw")).containsExactly("a \"word\"");
    assertThat(shown("--formatted")).containsExactly("0|api | a \"word\"");
    assertThat(shown("--format"))
        .hasSize(2)
        .allMatch(line -> line.matches("timestamp=\\S+ app=api id=0 type=(out|error) message=.*"));
    var objects = new ArrayList<JsonObject>();
    for (var line : shown("--json")) {
      objects.add(Json.parseObject(line));
    }
    assertThat(objects).extracting(each -> each.text("message", "")).contains("a \"word\"");
    assertThat(objects)
        .extracting(each -> each.text("type", ""))
        .containsExactlyInAnyOrder("out", "err");
    assertThat(objects).allMatch(each -> each.text("timestamp", "").endsWith("Z"));
    assertThat(Files.exists(real.home().logs().resolve("api-out.log"))).isFalse();
  }

  /// A reader that is slow makes the app wait; nothing is dropped.
  @Test
  void every_line_reaches_a_slow_reader() throws Exception {
    var app = script("app.sh", "seq 1 300000");
    var builder =
        new ProcessBuilder(
                RealHome.LAUNCHER.toString(), "runtime", app.toString(), "--no-autorestart")
            .redirectError(Files.createTempFile(real.folder(), "err", "").toFile());
    builder.environment().put("REEVE_HOME", real.home().root().toString());
    var process = builder.start();
    process.getOutputStream().close();
    try (var lines = process.inputReader()) {
      for (int expected = 1; expected <= 300_000; expected++) {
        assertThat(lines.readLine()).isEqualTo(String.valueOf(expected));
      }
      assertThat(lines.readLine()).isNull();
    }
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void as_pm2_runtime_it_takes_its_words() throws Exception {
    var called = real.folder().resolve("pm2-runtime");
    Files.createSymbolicLink(called, RealHome.LAUNCHER);
    var app = script("app.sh", "echo hello");
    var builder =
        new ProcessBuilder(
            called.toString(), "start", app.toString(), "--no-autorestart", "--v8", "--web=9615");
    builder.environment().put("PM2_HOME", real.home().root().toString());
    var process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    assertThat(
            new String(
                process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("hello\n");
    assertThat(process.waitFor()).isZero();
  }
}
