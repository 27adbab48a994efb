package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/// The same command lines on Reeve under the name `pm2` and on npm's, each in homes of its own:
/// exit codes, the list, logs and what apps were given are the same, but where docs/parity.md says
/// otherwise. The cases stand in `side-by-side/cases`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SideBySideIT {
  private static final Path SCRIPTS = Path.of("src/test/resources/side-by-side").toAbsolutePath();
  private static final Path PM2 = RealHome.TOOLS.resolve("node_modules/pm2");
  private static final int LANES = 2;
  private static final long LIMIT_MINUTES = 15;

  private final RealHome real = new RealHome();
  private final List<Side> sides = new ArrayList<>();
  private final Map<String, JsonObject> ours = new LinkedHashMap<>();
  private final Map<String, JsonObject> theirs = new LinkedHashMap<>();

  /// One home and the cases that are typed there. Most of their time all wait for apps.
  private record Side(Path folder, Process driver) {
    Path home() {
      return folder.resolve("home");
    }

    Path result() {
      return folder.resolve("result.json");
    }
  }

  @BeforeAll
  void type_all_lines_on_both_sides() throws Exception {
    var npm = PM2.resolve("bin/pm2");
    for (int lane = 0; lane < LANES; lane++) {
      sides.add(side("theirs" + lane, npm, lane));
      sides.add(side("ours" + lane, RealHome.LAUNCHER, lane));
    }
    for (int at = 0; at < sides.size(); at++) {
      collect(sides.get(at), at % 2 == 0 ? theirs : ours);
    }
  }

  @AfterAll
  void end() throws Exception {
    for (var side : sides) {
      side.driver.destroy();
      if (Files.exists(side.home().resolve("pm2.pid"))) {
        command(side.folder, List.of("pm2", "kill"), "kill").waitFor();
      }
    }
    real.close();
  }

  private Side side(String name, Path program, int lane) throws Exception {
    var folder = Files.createDirectories(real.folder().resolve(name)).toRealPath();
    Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(folder.resolve("bin/pm2"), program);
    assertThat(command(folder, List.of("pm2", "ping"), "ping").waitFor()).isZero();
    var words =
        List.of(
            "node",
            SCRIPTS.resolve("driver.js").toString(),
            PM2.toString(),
            folder.toString(),
            String.valueOf(lane),
            String.valueOf(LANES),
            folder.resolve("result.json").toString());
    return new Side(folder, command(folder, words, "driver"));
  }

  private Process command(Path folder, List<String> words, String name) throws IOException {
    var path = folder.resolve("bin") + ":" + System.getenv("PATH");
    var line = new ArrayList<>(List.of("env", "PATH=" + path));
    line.addAll(words);
    var builder =
        new ProcessBuilder(line)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".txt").toFile());
    builder.environment().put("PM2_HOME", folder.resolve("home").toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().remove("REEVE_HOME");
    var process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  private static void collect(Side side, Map<String, JsonObject> into) throws Exception {
    if (!side.driver.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      side.driver.destroyForcibly();
    }
    var said = Files.readString(side.folder.resolve("driver.txt"));
    assertThat(side.result()).as("the lines came to an end; they said: %s", said).exists();
    var json = Json.parseObject(Files.readString(side.result()));
    json.fields().keySet().forEach(name -> into.put(name, json.object(name)));
  }

  @TestFactory
  Stream<DynamicTest> a_line_does_the_same_on_both_sides() {
    return theirs.keySet().stream().map(name -> DynamicTest.dynamicTest(name, () -> compare(name)));
  }

  private void compare(String name) throws IOException {
    var one = theirs.getOrDefault(name, JsonObject.empty());
    var other = ours.getOrDefault(name, JsonObject.empty());
    assertThat(one.texts("seen")).noneMatch(line -> line.startsWith("failed: "));
    var but = one.texts("but");
    var here = seen(other.texts("seen"), one.texts("seen"), but);
    var there = seen(one.texts("seen"), one.texts("seen"), but);
    var row = one.text("differs", "");
    if (!row.isEmpty()) {
      assertThat(rows()).anyMatch(each -> each.startsWith("| " + row) && isOurs(each));
    }
    if (row.isEmpty() || !but.isEmpty()) {
      assertThat(here).isEqualTo(there);
    }
    if (!row.isEmpty()) {
      assertThat(seen(other.texts("seen"), one.texts("seen"), List.of()))
          .as("the two sides are the same by now: leave out 'differs'")
          .isNotEqualTo(seen(one.texts("seen"), one.texts("seen"), List.of()));
    }
  }

  private static List<String> rows() throws IOException {
    return Files.readAllLines(Path.of("docs/parity.md"));
  }

  private static boolean isOurs(String row) {
    return Stream.of("differs", "done, Reeve's own", "never")
        .anyMatch(word -> row.contains("| " + word));
  }

  /// Of an app in the list, what npm's tells and is not left out: Reeve may tell more.
  private static List<String> seen(List<String> lines, List<String> model, List<String> but) {
    var apps = model.stream().filter(SideBySideIT::isApp).toList();
    var seen = new ArrayList<String>();
    int app = 0;
    for (var line : lines) {
      if (!isApp(line)) {
        seen.add(line);
        continue;
      }
      var like = app < apps.size() ? apps.get(app++) : line;
      seen.add(told(line, like, but));
    }
    return seen;
  }

  private static boolean isApp(String line) {
    return line.startsWith("app ");
  }

  private static String told(String line, String like, List<String> but) {
    var kept = new TreeMap<String, @Nullable Object>(parsed(line));
    kept.keySet().retainAll(parsed(like).keySet());
    but.forEach(kept::remove);
    return "app " + kept;
  }

  private static Map<String, @Nullable Object> parsed(String line) {
    try {
      return Json.parseObject(line.substring("app ".length())).fields();
    } catch (Json.Malformed malformed) {
      throw new AssertionError(line, malformed);
    }
  }

  @Test
  void there_are_many_cases_and_projects() {
    assertThat(ours.keySet()).containsExactlyInAnyOrderElementsOf(theirs.keySet());
    assertThat(theirs).hasSizeGreaterThanOrEqualTo(150);
    assertThat(theirs.keySet())
        .filteredOn(name -> name.startsWith("project "))
        .hasSizeGreaterThan(25);
  }
}
