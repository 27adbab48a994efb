package dev.reeve.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A machine in a box: namespaces of its own, this machine's files below and its own above, and a
/// real systemd as PID 1. Nothing of it outlives [#close], nor this JVM.
final class Box {
  private static final Path SCRIPTS = Path.of("src/test/resources/machine").toAbsolutePath();
  private static final long LIMIT_SECONDS = 60;

  private final Path folder;
  private final Process keeper;
  private final String group;
  private Process machine;

  /// What a command in the box printed, both streams in one, and its exit code.
  record Said(int code, String text) {}

  /// Why there can be no box here, or nothing when there can.
  static String obstacle() throws IOException, InterruptedException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return "only root can make a machine in a box";
    }
    if (!Files.isExecutable(Path.of("/usr/lib/systemd/systemd"))) {
      return "systemd is not installed";
    }
    var words = List.of("unshare", "-m", "-p", "-u", "-i", "-C", "-n", "--fork", "true");
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    var text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return process.waitFor() == 0 ? "" : "there are no namespaces to be had here: " + text;
  }

  Box() throws IOException {
    folder = Files.createTempDirectory("reeve-box");
    keeper =
        new ProcessBuilder("unshare", "-m", script("keep"), folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var first = keeper.inputReader().readLine();
    assertThat(first).as("the box's disk").isNotNull();
    group = first;
    machine = boot();
  }

  private static String script(String name) {
    return SCRIPTS.resolve(name).toString();
  }

  private Process boot() throws IOException {
    var words = new ArrayList<String>();
    words.addAll(List.of("nsenter", "-t", String.valueOf(keeper.pid()), "-m"));
    words.addAll(List.of(script("boot"), folder.toString(), group));
    words.add(Path.of("").toAbsolutePath().toString());
    words.add(System.getProperty("java.home"));
    words.add(RealHome.TOOLS.toString());
    return new ProcessBuilder(words)
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(
                folder.resolveSibling(folder.getFileName() + ".log").toFile()))
        .start();
  }

  /// Waits until systemd answers and has nothing left to do.
  void untilUp() throws Exception {
    RealHome.eventually(() ->
        init().isPresent()
            && run("systemctl", "is-system-running").text().strip().matches("running|degraded"));
  }

  /// The box's PID 1, as this machine numbers it. Before it is systemd, it is the script that makes
  /// the box.
  private Optional<Long> init() {
    return machine
        .children()
        .filter(each -> each.info().command().orElse("").endsWith("/systemd"))
        .map(ProcessHandle::pid)
        .findFirst();
  }

  /// Runs a command in the box.
  Said run(String... words) throws IOException, InterruptedException {
    return run(Map.of(), words);
  }

  Said run(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.addAll(
        List.of("nsenter", "-t", String.valueOf(init().orElseThrow()), "-a", "env", "-i"));
    command.add("PATH=" + System.getenv("PATH"));
    command.add("HOME=/root");
    environment.forEach((name, value) -> command.add(name + "=" + value));
    command.addAll(List.of(words));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    var text = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Said(process.waitFor(), text);
  }

  /// Runs a command in the box that must not fail.
  String must(String... words) throws IOException, InterruptedException {
    var said = run(words);
    assertThat(said.code()).as("%s: %s", List.of(words), said.text()).isZero();
    return said.text();
  }

  /// Writes a file in the box.
  void file(String path, String text) throws IOException, InterruptedException {
    must("sh", "-c", "cat >\"$0\" <<'_end_of_file'\n" + text + "_end_of_file\n", path);
  }

  /// Ends everything as a `reboot` does, and begins anew with the same disk. PID 1 is asked by a
  /// signal (`man 1 systemd`): no command that might reach this machine's own.
  void reboot() throws Exception {
    int minimum = 34;
    int rebootSignal = minimum + 5;
    var kill =
        List.of("kill", "-s", String.valueOf(rebootSignal), String.valueOf(init().orElseThrow()));
    assertThat(new ProcessBuilder(kill).inheritIO().start().waitFor()).isZero();
    assertThat(machine.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).as("the box ends").isTrue();
    machine = boot();
    untilUp();
  }

  void close() throws IOException, InterruptedException {
    keeper.getOutputStream().close();
    assertThat(keeper.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(keeper.exitValue()).as("the box leaves nothing behind").isZero();
    machine.waitFor();
    Files.deleteIfExists(folder.resolveSibling(folder.getFileName() + ".log"));
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
    Files.delete(folder);
  }
}
