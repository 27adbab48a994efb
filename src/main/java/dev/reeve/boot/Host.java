package dev.reeve.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The machine as an installer sees it: its files from `top` on, whether we are root, and how to
/// run a command.
public record Host(Path top, boolean root, Runner runner) {
  private static final int NOT_FOUND = 127;
  private static final List<String> RC_TOOLS =
      List.of("usr/sbin/update-rc.d", "sbin/update-rc.d", "sbin/chkconfig", "usr/sbin/chkconfig");

  /// Runs a command to its end and returns its exit code.
  public interface Runner {
    int run(List<String> words);
  }

  /// This machine.
  public static Host here() {
    return new Host(Path.of("/"), isRoot(), Host::run);
  }

  /// What enables scripts of System V here: `update-rc.d` or `chkconfig`.
  Optional<String> rcTool() {
    return RC_TOOLS.stream()
        .filter(each -> Files.exists(top.resolve(each)))
        .map(each -> each.substring(each.lastIndexOf('/') + 1))
        .findFirst();
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
