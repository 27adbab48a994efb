package dev.reeve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the launcher hands to Java: seen by a stand-in for Java that prints it, in a copy that was
/// installed under the name `pm2`. And with the real one: whether the start-up caches are in use.
class LauncherIT {
  private static final Path LAUNCHER =
      Path.of(System.getProperty("reeve.launcher", "./reeve")).toAbsolutePath().normalize();
  private static final long DEADLINE_SECONDS = 240;

  @TempDir private Path scratch;
  private Path pm2 = Path.of("");
  private Path jdk = Path.of("");

  @BeforeEach
  void install() throws Exception {
    var done = run(Map.of(), "" + LAUNCHER.resolveSibling("tools/install"), "" + scratch, "pm2");
    assertThat(done.code).as(done.text).isZero();
    pm2 = scratch.resolve("bin/pm2");
    jdk = fakeJdk("25.0.9", "printf '<%s>\\n' \"$@\"; env");
  }

  @Test
  void arguments_arrive_as_they_were_given() throws Exception {
    var text = runPm2(Map.of(), "start", "a b", "", "*", "--", "-x=\"y\"").text;
    assertThat(text).contains("<dev.reeve.Main>\n<start>\n<a b>\n<>\n<*>\n<-->\n<-x=\"y\">\n");
  }

  @Test
  void the_name_of_a_link_is_passed_on() throws Exception {
    assertThat(runPm2(Map.of(), "ls").text)
        .contains("<-Dreeve.name=pm2>\n<-Dreeve.launcher=" + pm2 + ">");
  }

  @Test
  void what_the_caller_exported_stays_as_it_was() throws Exception {
    var exported = Map.of("name", "api", "id", "7", "root", "x", "LC_ALL", "C.UTF-8");
    var text = runPm2(exported, "ls").text;
    assertThat(text.lines()).contains("name=api", "id=7", "root=x", "LC_ALL=C.UTF-8");
    assertThat(text).doesNotContain("r_root=").contains("<-Dreeve.lc_all=C.UTF-8>");
  }

  @Test
  void java_speaks_utf_8_under_any_locale_and_knows_the_callers() throws Exception {
    var text = runPm2(Map.of("LC_ALL", "C"), "ls").text;
    assertThat(text.lines()).contains("LC_ALL=C.UTF-8", "<-Dreeve.lc_all=C>");
  }

  @Test
  void an_older_jdk_in_java_home_is_passed_over() throws Exception {
    jdk = fakeJdk("21.0.4", "echo the wrong one");
    assertThat(runPm2(Map.of(), "--jdk").text.strip())
        .isNotEqualTo(jdk.toString())
        .doesNotContain("wrong");
  }

  /// A JVM with a child waits 300 ms when it exits, so a client must not be left with one.
  @Test
  void a_detached_daemon_outlives_its_launcher() throws Exception {
    var pidFile = scratch.resolve("pid");
    jdk = fakeJdk("25.0.8", "echo $$ >'" + pidFile + "'; echo ready; exec sleep 600 2>/dev/null");
    var builder = command(Map.of("JAVA_HOME", "" + jdk), "" + pm2, "daemon", "--detach");
    assertThat(finish(builder)).isEqualTo(new Done(0, "ready\n"));
    var daemon = ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).orElseThrow();
    assertThat(daemon.isAlive()).isTrue();
    assertThat(daemon.destroyForcibly()).isTrue();
  }

  @Test
  void the_clients_classes_come_from_its_start_up_cache() throws Exception {
    var classes = scratch.resolve("classes");
    run(logClasses(classes), LAUNCHER.toString(), "--version");
    assertThat(classes).content().contains("dev.reeve.Main source: shared objects file");
  }

  @Test
  void the_daemons_classes_come_from_its_start_up_cache() throws Exception {
    var classes = scratch.resolve("classes");
    var log = scratch.resolve("log").toFile();
    var daemon = command(logClasses(classes), LAUNCHER.toString(), "daemon");
    var process = daemon.redirectErrorStream(true).redirectOutput(log).start();
    try {
      var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
      while (!loaded(classes) && process.isAlive() && System.nanoTime() < deadline) {
        process.waitFor(20, TimeUnit.MILLISECONDS);
      }
    } finally {
      process.destroy();
      process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(classes).content().contains("dev.reeve.Main source: shared objects file");
  }

  @Test
  void many_launchers_on_a_fresh_copy_build_once() throws Exception {
    var copy = scratch.resolve("copy");
    var root = LAUNCHER.resolveSibling("");
    var script =
        "mkdir \"$1\" && cp -R reeve tools pom.xml .mvn src \"$1\" && cd \"$1\" && "
            + "for i in 1 2 3 4 5 6; do ./reeve --version >/dev/null & done; wait";
    var builder = command(Map.of(), "sh", "-c", script, "sh", copy.toString());
    var done = finish(builder.directory(root.toFile()));
    assertThat(done.text.lines().filter(line -> line.contains("compiling"))).hasSize(1);
    assertThat(done.text.lines().filter(line -> line.contains("waiting"))).hasSize(5);
    assertThat(done.text.lines().filter(line -> line.contains("training the"))).hasSize(1);
  }

  private static boolean loaded(Path classes) throws IOException {
    return Files.exists(classes) && Files.readString(classes).contains("dev.reeve.Main ");
  }

  private static Map<String, String> logClasses(Path file) {
    return Map.of("REEVE_JAVA_FLAGS", "-Xlog:class+load:file=" + file);
  }

  private Path fakeJdk(String version, String script) throws IOException {
    var folder = scratch.resolve("jdk-" + version);
    var java = folder.resolve("bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(
        folder.resolve("release"),
        "IMPLEMENTOR=\"Nobody Else\"\nJAVA_RUNTIME_VERSION=\"%s+1\"\nJAVA_VERSION=\"%s\"\n"
            .formatted(version, version));
    Files.writeString(java, "#!/bin/sh\n" + script + "\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    return folder;
  }

  private record Done(int code, String text) {}

  private Done runPm2(Map<String, String> env, String... words) throws Exception {
    var builder = command(env, pm2.toString());
    builder.command().addAll(List.of(words));
    builder.environment().put("JAVA_HOME", jdk.toString());
    return finish(builder);
  }

  private Done run(Map<String, String> env, String... words) throws Exception {
    return finish(command(env, words));
  }

  private ProcessBuilder command(Map<String, String> env, String... words) {
    var builder = new ProcessBuilder(words);
    builder.environment().put("REEVE_HOME", scratch.resolve("home").toString());
    builder.environment().putAll(env);
    builder.command(new ArrayList<>(List.of(words)));
    return builder;
  }

  private static Done finish(ProcessBuilder builder) throws Exception {
    var process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    var text = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Done(process.exitValue(), text);
  }
}
