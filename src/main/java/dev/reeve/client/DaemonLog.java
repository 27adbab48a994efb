package dev.reeve.client;

import dev.reeve.model.Home;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/// What the daemon wrote to its log since a moment: the reason why it did not come up.
record DaemonLog(Home home, long from) {
  private static final int LAST_LINES = 5;
  private static final int MAX_BYTES = 16 << 10;

  static DaemonLog now(Home home) {
    return new DaemonLog(home, home.daemonLog().toFile().length());
  }

  /// The last lines, each on a line of its own below what stands before; empty if there are none.
  String tail() {
    var file = home.daemonLog();
    if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
      return "";
    }
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      long start = Math.max(from, log.length() - MAX_BYTES);
      log.seek(start);
      var bytes = new byte[(int) Math.max(0, log.length() - start)];
      log.readFully(bytes);
      var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      var last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
      return last.isEmpty() ? "" : "\n  " + String.join("\n  ", last);
    } catch (IOException unreadable) {
      return " (" + file + " can't be read: " + unreadable.getMessage() + ")";
    }
  }
}
