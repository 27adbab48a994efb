package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// The client of npm's `pm2`, as it is, against Reeve and against its own daemon: the same scripts
/// see the same. The scripts stand in `pm2-client/cases.js` and `messages.js`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Pm2ClientIT {
  private static final Path SCRIPTS = Path.of("src/test/resources/pm2-client").toAbsolutePath();
  private static final Path PM2 = RealHome.TOOLS.resolve("node_modules/pm2");
  private static final long LIMIT_MINUTES = 15;

  private final RealHome real = new RealHome();
  private final Path npmHome = real.folder().resolve("npm");
  private JsonObject ours = JsonObject.empty();
  private JsonObject theirs = JsonObject.empty();

  @BeforeAll
  void run_all_scripts_on_both_sides() throws Exception {
    assertThat(real.run("ping").code()).isZero();
    var atOurs = driver(real.home().root(), "ours");
    var atTheirs = driver(npmHome, "theirs");
    ours = result(atOurs, "ours");
    theirs = result(atTheirs, "theirs");
  }

  @AfterAll
  void end() throws Exception {
    if (Files.exists(npmHome.resolve("pm2.pid"))) {
      node(npmHome, pm2("kill"), "kill").waitFor();
    }
    real.close();
  }

  private Process driver(Path home, String name) throws IOException {
    var result = real.folder().resolve(name + ".json").toString();
    var script = SCRIPTS.resolve("driver.js").toString();
    var folder = real.folder().toString();
    return node(home, List.of("node", script, PM2.toString(), folder, result), name);
  }

  private Process node(Path home, List<String> command, String name) throws IOException {
    var builder =
        new ProcessBuilder(command)
            .directory(real.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(real.folder().resolve(name + ".txt").toFile());
    builder.environment().put("PM2_HOME", home.toString());
    builder.environment().put("HOME", real.folder().toString());
    var process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private JsonObject result(Process driver, String name) throws Exception {
    if (!driver.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      driver.destroyForcibly();
    }
    var said = Files.readString(real.folder().resolve(name + ".txt"));
    var file = real.folder().resolve(name + ".json");
    assertThat(file).as("the scripts came to an end at %s; they said: %s", name, said).exists();
    return Json.parseObject(Files.readString(file));
  }

  @TestFactory
  Stream<DynamicTest> a_script_sees_the_same_on_both_sides() {
    return theirs.fields().keySet().stream()
        .map(name ->
            DynamicTest.dynamicTest(
                name,
                () -> {
                  assertThat(theirs.texts(name)).noneMatch(line -> line.contains("failed: "));
                  assertThat(ours.texts(name)).isEqualTo(theirs.texts(name));
                }));
  }

  @Test
  void the_sockets_are_for_their_owner_only_and_gone_at_the_end() throws Exception {
    var other = new RealHome();
    try {
      other.run("ping");
      for (var socket : List.of(other.home().rpcSocket(), other.home().busSocket())) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
            .isEqualTo("rw-------");
      }
      other.run("kill");
      assertThat(other.home().rpcSocket()).doesNotExist();
      assertThat(other.home().busSocket()).doesNotExist();
    } finally {
      other.close();
    }
  }

  @Test
  void where_pm2s_own_daemon_serves_the_home_it_goes_on_doing_so() throws Exception {
    var other = new RealHome();
    try {
      assertThat(node(other.home().root(), pm2("ping"), "ping").waitFor()).isZero();
      assertThat(other.run("ping").code()).isZero();

      assertThat(other.daemonLog()).contains("another program serves it");
      other.run("kill");
      assertThat(other.home().rpcSocket()).exists();
      assertThat(node(other.home().root(), pm2("kill"), "end").waitFor()).isZero();
      RealHome.eventually(() -> !Files.exists(other.home().rpcSocket()));
    } finally {
      other.close();
    }
  }

  private static List<String> pm2(String command) {
    return List.of("node", PM2.resolve("bin/pm2").toString(), command);
  }

  @Test
  void a_list_that_pm2s_client_saved_is_resurrected() throws Exception {
    var other = new RealHome();
    try {
      other.startShell(RealHome.App.of("up", "while :; do sleep 0.1; done"));
      other.startShell(RealHome.App.of("down", "while :; do sleep 0.1; done"));
      other.run("stop", "down");
      assertThat(node(other.home().root(), dump(), "dump").waitFor()).isZero();
      assertThat(Files.readString(other.home().savedList())).startsWith("[");
      other.run("delete", "all");

      assertThat(other.run("resurrect").code()).isZero();

      other.until("up", Status.ONLINE);
      assertThat(other.view("down").status()).isEqualTo(Status.STOPPED);
      assertThat(other.view("up").id().number()).isZero();
    } finally {
      other.close();
    }
  }

  @Test
  void a_sender_is_told_when_an_app_that_never_reads_has_lost_its_channel() throws Exception {
    var other = new RealHome();
    try {
      var deaf = List.of("start", SCRIPTS.resolve("app.js").toString(), "--name", "deaf");
      var words = new ArrayList<>(deaf);
      words.addAll(List.of("--kill-timeout", "100", "--", "deaf"));
      other.run(words.toArray(String[]::new));
      var script =
          """
          const pm2 = require(process.argv[1]);
          const data = 'x'.repeat(1e6);
          const send = (n) => pm2.sendDataToProcessId(0, { topic: 't', data }, (err) => {
            if (!err && n < 60) return send(n + 1);
            console.log(n > 15, err && err.message || err);
            process.exit(0);
          });
          pm2.connect(() => setTimeout(send, 300, 0));
          """;
      node(other.home().root(), List.of("node", "-e", script, PM2.toString()), "deaf").waitFor();
      assertThat(Files.readString(real.folder().resolve("deaf.txt")))
          .isEqualTo("true deaf[0] does not hear: its message channel is closed\n");
      assertThat(other.daemonLog()).contains("it does not read what it is sent");
      assertThat(other.view("deaf").status()).isEqualTo(Status.ONLINE);
    } finally {
      other.close();
    }
  }

  private static List<String> dump() {
    var script =
        "const pm2 = require(process.argv[1]);"
            + "pm2.connect(() => pm2.dump((err) => process.exit(err ? 1 : 0)))";
    return List.of("node", "-e", script, PM2.toString());
  }

  @Test
  void there_are_many_scripts() {
    assertThat(ours.fields().keySet()).isEqualTo(theirs.fields().keySet());
    assertThat(theirs.fields()).hasSizeGreaterThan(40);
  }
}
