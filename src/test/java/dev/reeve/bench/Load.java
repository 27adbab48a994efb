package dev.reeve.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A client of its own process that asks a port as fast as it can until it is told to stop.
record Load(Process process, Path stop, Path out) {
  private static final Path PROGRAM =
      Path.of("src/test/resources/cluster/load.js").toAbsolutePath();
  private static final String AT_ONCE = "16";
  private static final long DEADLINE_SECONDS = 30;
  private static final Pattern ANSWERED = Pattern.compile("\"answered\":(\\d+)");
  private static final Pattern SECONDS = Pattern.compile("\"seconds\":([\\d.]+)");
  private static final Pattern LONGEST = Pattern.compile("\"longest\":([\\d.]+)");
  private static final Pattern FAILURE = Pattern.compile("\"\\d+-\\d+ \\w+\"");
  private static final Pattern SHARE = Pattern.compile("\"(\\d+)\":(\\d+)");

  /// What came of it; `shares` says how many requests each worker answered.
  record Result(
      double seconds,
      long answered,
      long failed,
      double longestMillis,
      TreeMap<String, Long> shares) {
    double perSecond() {
      return answered / seconds;
    }
  }

  static Load begin(Path folder, int port, boolean keepAlive) {
    try {
      var out = Files.createTempFile(folder, "load", ".txt");
      var stop = out.resolveSibling(out.getFileName() + ".stop");
      var words =
          new String[] {"node", "" + PROGRAM, "" + port, "" + keepAlive, AT_ONCE, "" + stop};
      var builder = new ProcessBuilder(words).redirectErrorStream(true);
      builder.redirectInput(Path.of("/dev/null").toFile());
      return new Load(builder.redirectOutput(out.toFile()).start(), stop, out);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Result end() {
    try {
      Files.createFile(stop);
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new Command.Failed("a client waits in vain for an answer");
      }
      return parsed(Files.readString(out));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Command.Failed("interrupted");
    }
  }

  private static Result parsed(String text) {
    var answered = ANSWERED.matcher(text);
    var seconds = SECONDS.matcher(text);
    var longest = LONGEST.matcher(text);
    var spread = text.indexOf("\"spread\":");
    if (!answered.find() || !seconds.find() || !longest.find() || spread < 0) {
      throw new Command.Failed("a client said: " + text.strip());
    }
    var shares = new TreeMap<String, Long>();
    SHARE
        .matcher(text.substring(spread))
        .results()
        .forEach(each -> shares.put(each.group(1), Long.parseLong(each.group(2))));
    return new Result(
        Double.parseDouble(seconds.group(1)),
        Long.parseLong(answered.group(1)),
        FAILURE.matcher(text).results().count(),
        Double.parseDouble(longest.group(1)),
        shares);
  }

  /// A client that need not end well.
  void abandon() {
    process.destroyForcibly();
  }
}
