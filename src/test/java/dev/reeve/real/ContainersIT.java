package dev.reeve.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `examples/containers`, as far as it can be shown without an engine that builds images: the files
/// are well-formed, what they copy is there, and what they start runs from just that.
class ContainersIT {
  private static final Path EXAMPLES = Path.of("examples/containers");
  private static final Path SUPERVISED = EXAMPLES.resolve("supervised/Dockerfile");
  private static final Path SINGLE = EXAMPLES.resolve("single/Dockerfile");
  private static final Path JUDGE = Path.of("src/test/resources/export/judge.mjs");

  /// `COPY`, but for what comes from another stage.
  private static final Pattern COPY = Pattern.compile("COPY (?:--chown=\\w+ )?(?!--)(.*) (\\S+)");

  private final RealHome real = new RealHome();
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void nothing_is_left() throws Exception {
    for (var process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    Files.deleteIfExists(real.home().pidFile());
    real.close();
  }

  @Test
  void the_files_are_well_formed() throws Exception {
    var judge =
        new ProcessBuilder(
            "node",
            JUDGE.toString(),
            RealHome.TOOLS.toString(),
            "dockerfile",
            SUPERVISED.toString(),
            SINGLE.toString());
    var process = judge.redirectErrorStream(true).start();
    var text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    assertThat(text).isEmpty();
  }

  /// The lines that copy from the folder that an image is built from: sources, destination.
  private static List<List<String>> copies(Path dockerfile) throws IOException {
    return COPY.matcher(Files.readString(dockerfile))
        .results()
        .map(found -> List.of((found.group(1) + " " + found.group(2)).split(" ", -1)))
        .toList();
  }

  @Test
  void what_they_copy_is_there() throws Exception {
    assertThat(copies(SUPERVISED)).hasSizeGreaterThan(5);
    for (var copy : copies(SUPERVISED)) {
      assertThat(copy.subList(0, copy.size() - 1)).allMatch(each -> Files.exists(Path.of(each)));
    }
    assertThat(copies(SINGLE)).containsExactly(List.of(".", "."));
    assertThat(SINGLE.resolveSibling("server.js")).exists();
  }

  /// Does what the last stage's `COPY` lines do, into a folder in place of `/app`.
  private void copyTheAppsOf(Path dockerfile) throws IOException {
    for (var copy : copies(dockerfile)) {
      var from = Path.of(copy.getFirst());
      if (!from.startsWith("examples")) {
        continue;
      }
      var to = copy.getLast();
      try (Stream<Path> files = Files.walk(from)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          var name =
              Files.isRegularFile(from)
                  ? to + from.getFileName()
                  : to + "/" + from.relativize(file);
          real.file("app/" + name, Files.readString(file));
        }
      }
    }
  }

  /// The entry point with its usual words, in the folder that holds what was copied.
  private Process run(List<String> words, Path folder) throws IOException {
    var command = new ArrayList<>(List.of(RealHome.LAUNCHER.toString()));
    command.addAll(words);
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("REEVE_HOME", real.home().root().toString());
    builder.environment().putAll(real.environment());
    builder.redirectError(Files.createTempFile(real.folder(), "err", "").toFile());
    builder.redirectOutput(Files.createTempFile(real.folder(), "out", "").toFile());
    var process = builder.start();
    started.add(process);
    process.getOutputStream().close();
    return process;
  }

  @Test
  void the_supervised_one_runs_from_what_it_copies() throws Exception {
    copyTheAppsOf(SUPERVISED);
    int nanoclaw = FreePort.any();
    int oracle = FreePort.any();
    var file = real.folder().resolve("app/ecosystem.json");
    var text = Files.readString(file);
    Files.writeString(file, text.replace("47777", nanoclaw + "").replace("47778", oracle + ""));
    real.with("NANOCLAW_PORT", nanoclaw + "")
        .with("PATH", RealHome.TOOLS.resolve("node_modules/.bin") + ":" + System.getenv("PATH"));
    var entry = Files.readString(SUPERVISED);
    assertThat(entry).contains("ENTRYPOINT [\"reeve\", \"runtime\"]", "CMD [\"ecosystem.json\"]");

    var process = run(List.of("runtime", "ecosystem.json"), real.folder().resolve("app"));
    try (var http = HttpClient.newHttpClient()) {
      RealHome.eventually(() -> answers(http, nanoclaw) && answers(http, oracle));
    }
    // As `docker exec` sees it.
    assertThat(real.run("ls", "-m").out()).contains("nanoclaw", "oracle-v2");
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private static boolean answers(HttpClient http, int port) throws InterruptedException {
    try {
      var health = URI.create("http://127.0.0.1:" + port + "/api/health");
      var request = HttpRequest.newBuilder(health).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }
}
