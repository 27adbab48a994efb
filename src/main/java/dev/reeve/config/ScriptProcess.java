package dev.reeve.config;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Evaluates a file under node or bun: exact, and quicker than any engine of our own. What the file
/// prints itself is told apart by a marker line.
record ScriptProcess(Path runtime, Surroundings around, Duration limit) {
  private static final int MAX_OUTPUT_BYTES = 8 << 20;
  private static final String MARKER = "\u0001reeve-configuration\u0001";

  Evaluated evaluate(Path file) {
    try {
      return run(file);
    } catch (IOException failed) {
      return new Evaluated.Impossible(String.valueOf(failed.getMessage()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Evaluated.Impossible("interrupted");
    }
  }

  private Evaluated run(Path file) throws IOException, InterruptedException {
    var program = Scripts.text("evaluate.cjs");
    var command = List.of(runtime.toString(), "-e", program, "--", file.toString(), MARKER);
    var builder = new ProcessBuilder(command).directory(around.cwd().toFile());
    builder.environment().clear();
    builder.environment().putAll(around.env());
    builder.redirectErrorStream(true).redirectInput(new File("/dev/null"));
    var process = builder.start();
    var printed = new String[] {""};
    var reader = new Thread(() -> printed[0] = drain(process.getInputStream()));
    reader.setDaemon(true);
    reader.start();
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      process.destroyForcibly();
      return new Evaluated.Late();
    }
    reader.join(1000);
    return outcome(printed[0]);
  }

  private static String drain(InputStream in) {
    try (in) {
      return new String(in.readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
    } catch (IOException closed) {
      return "its output can't be read: " + closed.getMessage();
    }
  }

  private static Evaluated outcome(String printed) {
    int marker = printed.lastIndexOf(MARKER);
    if (marker < 0) {
      return new Evaluated.Silent(printed);
    }
    int start = marker + MARKER.length() + 1;
    int end = printed.indexOf('\n', start);
    return new Evaluated.Given(end < 0 ? "" : printed.substring(start, end));
  }
}
