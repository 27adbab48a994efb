package dev.reeve.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The machine as an installer sees it: where units go, whether we are root, whether systemd runs
/// here, and how to run a command.
public record Host(Path unitFolder, boolean root, boolean systemdRuns, Runner runner) {
  private static final int NOT_FOUND = 127;

  /// Runs a command to its end and returns its exit code.
  public interface Runner {
    int run(List<String> words);
  }

  /// This machine.
  public static Host here() {
    return new Host(
        Path.of("/etc/systemd/system"),
        isRoot(),
        Files.isDirectory(Path.of("/run/systemd/system")),
        Host::run);
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException unreadable) {
      throw new IllegalStateException("cannot tell who runs this", unreadable);
    }
  }

  /// What the command prints goes to stderr: stdout is for data.
  private static int run(List<String> words) {
    var builder = new ProcessBuilder(words).redirectErrorStream(true);
    try {
      var process = builder.start();
      process.getOutputStream().close();
      process.getInputStream().transferTo(System.err);
      return process.waitFor();
    } catch (IOException missing) {
      return NOT_FOUND;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return NOT_FOUND;
    }
  }
}
