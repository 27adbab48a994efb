package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.boot.Unit;
import dev.reeve.boot.UnitFacts;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Status;
import dev.reeve.os.linux.NotifySocket;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The example of the README, typed as its user types it: Node and Bun from one ecosystem file.
class JellycoreIT {
  private final RealHome real = new RealHome();
  private final HttpClient http = HttpClient.newHttpClient();
  private Path example = Path.of("");
  private int nanoclawPort;
  private int oraclePort;

  @BeforeEach
  void copyTheExample() throws IOException {
    example = real.folder().resolve("jellycore");
    var source = Path.of("examples/jellycore");
    try (Stream<Path> files = Files.walk(source)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var name = source.relativize(file);
        if (!name.toString().contains("state/") && !name.toString().contains("logs/")) {
          Files.createDirectories(example.resolve(name).getParent());
          Files.copy(file, example.resolve(name));
        }
      }
    }
    nanoclawPort = FreePort.any();
    oraclePort = FreePort.any();
    var file = example.resolve("ecosystem.config.js");
    Files.writeString(file, Files.readString(file).replace("47778", String.valueOf(oraclePort)));
    real.with("NANOCLAW_PORT", String.valueOf(nanoclawPort)).with("PATH", pathWithBun());
  }

  private static String pathWithBun() {
    return RealHome.TOOLS.resolve("node_modules/.bin") + ":" + System.getenv("PATH");
  }

  @AfterEach
  void end() throws Exception {
    http.close();
    real.close();
  }

  private void start() throws Exception {
    var said = real.run("start", "jellycore/ecosystem.config.js");
    assertThat(said.code()).as(said.err()).isZero();
    RealHome.eventually(() -> answers(nanoclawPort) && answers(oraclePort));
  }

  private boolean answers(int port) {
    try {
      return health(port).text("status", "").equals("ok");
    } catch (IOException | InterruptedException | Json.Malformed notYet) {
      return false;
    }
  }

  private JsonObject health(int port) throws IOException, InterruptedException, Json.Malformed {
    var uri = URI.create("http://127.0.0.1:" + port + "/api/health");
    var response = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    return Json.parseObject(response.body());
  }

  private void addJob(int ms) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + nanoclawPort + "/jobs");
    var body = HttpRequest.BodyPublishers.ofString("{\"ms\":" + ms + "}");
    var request = HttpRequest.newBuilder(uri).POST(body).build();
    assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(202);
  }

  @Test
  void one_file_brings_both_up_and_status_says_so() throws Exception {
    start();
    var said = real.run("status");
    assertThat(said.code()).isZero();
    assertThat(said.out().lines().filter(line -> line.contains("online"))).hasSize(2);
    assertThat(said.out()).contains("nanoclaw", "oracle-v2");
    var log = example.resolve("logs/oracle-out.log");
    RealHome.eventually(() -> Files.readString(log).contains("listening"));
    assertThat(log)
        .content()
        .matches("(?s)\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d [+-]\\d\\d:\\d\\d: .*listening.*");
  }

  /// The delays are one second (back-off wins over restart_delay) and three.
  @Test
  void a_kill_of_each_is_answered_by_a_new_run() throws Exception {
    start();
    for (var name : new String[] {"nanoclaw", "oracle-v2"}) {
      int before = real.view(name).pid();
      ProcessHandle.of(before).orElseThrow().destroyForcibly();
      var after =
          real.until(
              name, (InstanceView view) -> view.pid() != before && view.status() == Status.ONLINE);
      assertThat(after.restarts()).isEqualTo(1);
    }
    assertThat(real.daemonLog())
        .contains("nanoclaw[0] online → waiting restart (SIGKILL, again in 1000 ms)")
        .contains("oracle-v2[1] online → waiting restart (SIGKILL, again in 3000 ms)");
    RealHome.eventually(() -> answers(nanoclawPort) && answers(oraclePort));
  }

  @Test
  void stop_waits_for_the_drain_and_loses_no_job() throws Exception {
    start();
    int jobs = 5;
    for (int i = 0; i < jobs; i++) {
      addJob(900);
    }
    assertThat(health(nanoclawPort).number("queue", 0)).isPositive();
    var said = real.run("stop", "nanoclaw");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(real.view("nanoclaw").status()).isEqualTo(Status.STOPPED);
    var log = Files.readString(example.resolve("logs/nanoclaw-out.log"));
    assertThat(log.lines().filter(line -> line.contains(" done"))).hasSize(jobs);
    assertThat(log).contains("store closed, bye");
    assertThat(real.daemonLog()).doesNotContain("SIGKILL");
    assertThat(real.run("start", "nanoclaw").code()).isZero();
    RealHome.eventually(() -> answers(nanoclawPort));
    assertThat(health(nanoclawPort).number("done", 0)).isEqualTo(jobs);
    assertThat(health(nanoclawPort).number("queue", -1)).isZero();
  }

  @Test
  void without_bun_that_app_is_refused_with_a_sentence_and_the_other_runs() throws Exception {
    var bare = real.folder().resolve("bin");
    Files.createDirectories(bare);
    for (var tool : new String[] {"node", "sh", "env", "uname", "stty", "readlink", "find"}) {
      var found =
          Stream.of(System.getenv("PATH").split(":", -1))
              .map(folder -> Path.of(folder, tool))
              .filter(Files::isExecutable)
              .findFirst();
      if (found.isPresent()) {
        Files.createSymbolicLink(bare.resolve(tool), found.get());
      }
    }
    var said = real.with("PATH", bare.toString()).run("start", "jellycore/ecosystem.config.js");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err().lines().filter(line -> line.contains("oracle-v2.interpreter")))
        .singleElement()
        .asString()
        .contains("ecosystem.config.js", "bun", "npm install bun");
    assertThat(real.list()).extracting(InstanceView::name).containsExactly("nanoclaw");
  }

  /// The user's own file, as it stands in its place: nothing in it names the folder.
  @Test
  void the_users_original_file_runs_unchanged() throws Exception {
    var original = Files.readString(Path.of("src/test/resources/ecosystem/jellycore.config.js"));
    var logs = real.folder().resolve("varlog");
    var file = example.resolve("original.config.js");
    Files.writeString(
        file,
        original
            .replace("/var/log/jellycore", logs.toString())
            .replace("47778", String.valueOf(oraclePort)));
    var said = real.run("start", file.toString());
    assertThat(said.code()).as(said.err()).isZero();
    RealHome.eventually(() -> answers(nanoclawPort) && answers(oraclePort));
    RealHome.eventually(() -> Files.exists(logs.resolve("nanoclaw-out.log")));
  }

  @Test
  void both_are_back_after_save_kill_and_resurrect() throws Exception {
    start();
    assertThat(real.run("save").code()).isZero();
    assertThat(real.run("kill").code()).isZero();
    var said = real.run("resurrect");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(real.list())
        .extracting(InstanceView::status)
        .containsExactly(Status.ONLINE, Status.ONLINE);
  }

  /// What systemd does at boot, without systemd: the unit's environment and start command, and
  /// nothing of ours.
  @Test
  void the_units_own_start_command_brings_both_back() throws Exception {
    start();
    assertThat(real.run("save").code()).isZero();
    assertThat(real.run("kill").code()).isZero();
    var owner = new UnitFacts.Owner("root", real.folder(), real.home().root().toString());
    var facts = UnitFacts.of(RealHome.LAUNCHER, owner, null, Duration.ofSeconds(15));
    var unit = Unit.text(facts, Unit.Scope.SYSTEM).lines().toList();
    var socket = new NotifySocket(real.folder().resolve("notify.sock"));
    var daemon = new ProcessBuilder("/bin/sh", "-c", "exec " + value(unit, "ExecStart"));
    daemon.environment().clear();
    daemon.environment().put("NOTIFY_SOCKET", real.folder().resolve("notify.sock").toString());
    daemon.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    unit.stream()
        .filter(line -> line.startsWith("Environment="))
        .map(line -> line.substring("Environment=".length()).replace("\"", ""))
        .forEach(line ->
            daemon
                .environment()
                .put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    var process =
        daemon
            .redirectErrorStream(true)
            .redirectOutput(real.folder().resolve("boot").toFile())
            .start();
    assertThat(socket.until("READY=1")).contains("STATUS=2 apps");
    socket.close();
    assertThat(real.list())
        .extracting(InstanceView::status)
        .containsExactly(Status.ONLINE, Status.ONLINE);
    assertThat(real.daemonPid()).isEqualTo(process.pid());
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private static String value(List<String> unit, String key) {
    return unit.stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1))
        .findFirst()
        .orElseThrow();
  }
}
