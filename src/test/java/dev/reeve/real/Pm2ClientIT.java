package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
/// see the same. The scripts stand in `pm2-client/cases.js`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Pm2ClientIT {
  private static final Path SCRIPTS = Path.of("src/test/resources/pm2-client").toAbsolutePath();
  private static final Path PM2 = RealHome.TOOLS.resolve("node_modules/pm2");
  private static final long LIMIT_MINUTES = 5;

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
      node(npmHome, List.of("node", PM2.resolve("bin/pm2").toString(), "kill"), "kill").waitFor();
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
  void there_are_many_scripts() {
    assertThat(ours.fields().keySet()).isEqualTo(theirs.fields().keySet());
    assertThat(theirs.fields()).hasSizeGreaterThan(40);
  }
}
