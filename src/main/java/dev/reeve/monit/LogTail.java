package dev.reeve.monit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The last lines of a log file up to a size; what comes after that is pushed.
final class LogTail {
  /// A line takes a kilobyte at most, or there are fewer of them.
  private static final int BYTES_A_LINE = 1024;

  private LogTail() {}

  static List<String> last(Path path, long size, int count) throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      long end = Math.min(size, file.length());
      long start = Math.max(0, end - (long) count * BYTES_A_LINE);
      var bytes = new byte[(int) (end - start)];
      file.seek(start);
      file.readFully(bytes);
      int from = start == 0 ? 0 : afterFirstEnd(bytes);
      var text = new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
      var lines = text.lines().toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }
  }

  /// The first line lacks its start.
  private static int afterFirstEnd(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }
}
