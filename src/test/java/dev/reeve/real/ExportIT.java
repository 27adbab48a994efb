package dev.reeve.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// docs/containers.md: every ecosystem file of this project, exported by the real command and put
/// before the judges: the schemas of Compose and Kubernetes, `systemd-analyze verify`.
class ExportIT {
  private static final Path JUDGE = Path.of("src/test/resources/export/judge.mjs").toAbsolutePath();
  private static final Path GOLDEN = Path.of("src/test/resources/golden/export");
  private static final String IMAGE = "registry.example.org/shop:1.2";

  /// Files whose faults keep them from being exported anywhere.
  private static final List<String> FAULTY =
      List.of(
          "broken.json",
          "leaves.config.js",
          "many-faults.json",
          "syntax.config.js",
          "throws.config.js");

  private final RealHome real = new RealHome();
  private final List<String> files = new ArrayList<>();

  /// What the files name is there, so that systemd finds no command missing.
  @BeforeEach
  void gather() throws Exception {
    real.with("PATH", RealHome.TOOLS.resolve("node_modules/.bin") + ":" + System.getenv("PATH"));
    copy(Path.of("src/test/resources/ecosystem"), "fixtures");
    copy(Path.of("src/test/resources/export"), "rich");
    copy(Path.of("examples"), "examples");
    for (var name :
        List.of(
            "fixtures/app.js",
            "fixtures/worker.py",
            "fixtures/nanoclaw/dist/index.js",
            "fixtures/oracle-v2/src/server.ts",
            "rich/db.sh",
            "rich/migrate.js",
            "rich/web/server.js",
            "rich/web/check.sh",
            "rich/gate.py")) {
      assertThat(real.file(name, "\n").toFile().setExecutable(true)).isTrue();
    }
    assertThat(files).hasSizeGreaterThan(10);
  }

  private void copy(Path from, String to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (var file : all.filter(Files::isRegularFile).toList()) {
        var name = to + "/" + from.relativize(file);
        if (name.contains("/state/") || name.contains("/logs/")) {
          continue;
        }
        real.file(name, Files.readString(file));
        var last = String.valueOf(file.getFileName());
        if (last.matches(".*\\.(json|yaml|config\\.[cm]?js)")) {
          files.add(name);
        }
      }
    }
  }

  @AfterEach
  void close() throws Exception {
    assertThat(real.home().pidFile()).doesNotExist();
    real.close();
  }

  private List<String> sound() {
    return files.stream().filter(each -> !isFaulty(each)).toList();
  }

  private static boolean isFaulty(String file) {
    return FAULTY.contains(file.substring(file.lastIndexOf('/') + 1));
  }

  @Test
  void a_file_with_faults_is_exported_nowhere() throws Exception {
    var faulty = files.stream().filter(ExportIT::isFaulty).toList();
    assertThat(faulty).hasSameSizeAs(FAULTY);
    for (var file : faulty) {
      var said = real.run("export", "compose", file, "--out", "faulty");
      assertThat(said.code()).as(file).isEqualTo(1);
      assertThat(said.out()).isEmpty();
      assertThat(said.err()).contains("[ERROR]");
      assertThat(real.folder().resolve("faulty")).doesNotExist();
    }
  }

  /// Exports all others, each into a folder of its own below `platform`.
  private List<Path> exported(String platform) throws Exception {
    var sheets = new ArrayList<Path>();
    for (var file : sound()) {
      var out = real.folder().resolve(platform).resolve(file);
      var said = real.run("export", platform, file, "--image", IMAGE, "--out", out.toString());
      assertThat(said.code()).as("%s: %s", file, said.err()).isZero();
      try (Stream<Path> written = Files.list(out)) {
        written.forEach(sheets::add);
      }
    }
    assertThat(sheets).hasSizeGreaterThanOrEqualTo(sound().size());
    return sheets;
  }

  private static String judged(String kind, List<Path> sheets) throws Exception {
    var command =
        new ArrayList<>(List.of("node", JUDGE.toString(), RealHome.TOOLS.toString(), kind));
    sheets.forEach(each -> command.add(each.toString()));
    return said(command);
  }

  /// What a program says, and its exit code unless that is 0.
  private static String said(List<String> command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var text = new String(process.getInputStream().readAllBytes(), UTF_8);
    int code = process.waitFor();
    return code == 0 ? text : text + "exit code " + code;
  }

  @Test
  void compose_files_fit_the_compose_specification() throws Exception {
    assertThat(judged("compose", exported("compose"))).isEmpty();
  }

  @Test
  void manifests_fit_the_schemas_of_kubernetes() throws Exception {
    assertThat(judged("kubernetes", exported("kubernetes"))).isEmpty();
  }

  @Test
  void systemd_finds_nothing_to_complain_about_in_units() throws Exception {
    exported("systemd");
    for (var file : sound()) {
      assertThat(complaints(real.folder().resolve("systemd").resolve(file))).as(file).isEmpty();
    }
  }

  /// Of the units of one folder. Growing delays are there from systemd 254 on, as the unit says.
  private static List<String> complaints(Path folder) throws Exception {
    var command = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
    try (Stream<Path> units = Files.list(folder)) {
      units.sorted().forEach(each -> command.add(each.toString()));
    }
    return said(command)
        .lines()
        .filter(line -> line.contains(folder.toString()) || line.startsWith("exit code"))
        .filter(line -> !line.matches(".*Unknown key.*'Restart(Steps|MaxDelaySec)'.*"))
        .toList();
  }

  @Test
  void the_judges_know_a_bad_file_from_a_good_one() throws Exception {
    var compose = Files.readString(GOLDEN.resolve("compose.yml"));
    assertThat(bad("compose", compose.replace("restart: unless-stopped", "restart: [a]")))
        .contains("/restart must be string");
    assertThat(bad("compose", compose.replace("mem_limit", "memory_limit")))
        .contains("must NOT have additional properties");
    assertThat(bad("compose", compose.replace("\"20s\"", "\"20 seconds\"")))
        .contains("stop_grace_period must match format");
    assertThat(bad("compose", compose.replace("$$5", "$5"))).contains("a single $");
    var manifest = Files.readString(GOLDEN.resolve("kubernetes.yml"));
    assertThat(bad("kubernetes", manifest.replace("replicas: 3", "replicaz: 3")))
        .contains("Deployment shop-web/spec/replicaz is not in the schema");
    assertThat(bad("kubernetes", manifest.replace("port: 5432", "port: [1]"))).contains("port");
    assertThat(bad("kubernetes", manifest.replace("kind: Job", "kind: Jobs")))
        .contains("no schema for batch/v1 Jobs");
    real.file("units/a.service", "[Service]\nExecStart=relative/path\nKillMod=x\n");
    assertThat(complaints(real.folder().resolve("units"))).hasSizeGreaterThan(1);
  }

  private String bad(String kind, String text) throws Exception {
    return judged(kind, List.of(real.file("bad.yml", text)));
  }

  /// Each of the interpreters that asks by itself.
  @Test
  void a_health_check_that_was_exported_asks_as_it_should() throws Exception {
    var server =
        real.file(
            "asked/server.js",
            """
            require('http').createServer((request, response) => {
              response.statusCode = request.url === '/well' ? 204 : 503;
              response.end();
            }).listen(0, '127.0.0.1', function () { console.log(this.address().port); });
            """);
    var process = new ProcessBuilder("node", server.toString()).start();
    try (var lines = process.inputReader()) {
      var port = lines.readLine();
      for (var interpreter : List.of("node", "bun", "python3")) {
        assertThat(asked(interpreter, "{ \"http\": \"http://127.0.0.1:" + port + "/well\" }"))
            .isZero();
        assertThat(asked(interpreter, "{ \"http\": \"http://127.0.0.1:" + port + "/ill\" }"))
            .isNotZero();
        assertThat(asked(interpreter, "{ \"tcp\": " + port + " }")).isZero();
        assertThat(asked(interpreter, "{ \"tcp\": 1 }")).isNotZero();
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  /// Exports an app, runs the command of its health check, and returns the exit code.
  private int asked(String interpreter, String health) throws Exception {
    real.file(
        "asked/ecosystem.json",
        "[{ \"script\": \"server.js\", \"interpreter\": \"%s\", \"health\": %s }]"
            .formatted(interpreter, health));
    var said = real.run("export", "compose", "asked/ecosystem.json");
    assertThat(said.code()).as(said.err()).isZero();
    var text = said.out();
    var test = text.substring(text.indexOf("test:"), text.indexOf("interval:"));
    var words =
        test.lines()
            .filter(line -> line.strip().startsWith("- "))
            .map(line -> line.strip().substring(2))
            .map(word -> word.startsWith("\"") ? word.substring(1, word.length() - 1) : word)
            .skip(1)
            .toList();
    var command = new ArrayList<>(List.of("/usr/bin/env"));
    command.addAll(words);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(real.environment());
    var process = builder.start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }
}
