package dev.reeve.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs a command to its end, with an environment of its own; its output goes to a file, so that
/// nobody waits for a pipe that a daemon has inherited.
record Command(Path folder, Map<String, String> environment) {
  private static final long DEADLINE_SECONDS = 60;

  /// The command failed or did not end.
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(String message) {
      super(message);
    }
  }

  void run(List<String> words) {
    try {
      var out = Files.createTempFile(folder, "out", ".txt");
      var builder = new ProcessBuilder(words).directory(folder.toFile());
      builder.redirectErrorStream(true).redirectOutput(out.toFile());
      builder.redirectInput(Path.of("/dev/null").toFile());
      builder.environment().clear();
      builder.environment().putAll(environment);
      var process = builder.start();
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new Failed(words + " did not end in " + DEADLINE_SECONDS + " s");
      }
      if (process.exitValue() != 0) {
        throw new Failed(words + " ended with " + process.exitValue() + ": " + lastLine(out));
      }
      Files.delete(out);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Failed("interrupted");
    }
  }

  private static String lastLine(Path out) throws IOException {
    return Files.readString(out).lines().filter(line -> !line.isBlank()).reduce("", (_, b) -> b);
  }

  /// The environment of every session: nothing of the user's but PATH.
  static Map<String, String> bare(Path home) {
    var path = System.getenv("PATH");
    return Map.of(
        "PATH", path == null ? "/usr/bin:/bin" : path, "HOME", "" + home, "LANG", "C.UTF-8");
  }
}
