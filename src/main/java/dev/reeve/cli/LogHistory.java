package dev.reeve.cli;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// The last lines of a file, read backwards from a given size: what comes after that is pushed
/// live.
final class LogHistory {
  private static final int BLOCK_BYTES = 64 << 10;

  /// A file without a line end for so long is cut there.
  private static final long MAX_BYTES = 16 << 20;

  private LogHistory() {}

  /// At most `count` whole lines that end before `size`.
  static List<String> last(Path path, long size, int count) throws IOException {
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      long end = Math.min(size, file.length());
      long start = startOf(file, end, count);
      var bytes = new byte[(int) (end - start)];
      file.seek(start);
      file.readFully(bytes);
      var lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    }
  }

  /// Where the last `count` lines before `end` begin.
  private static long startOf(RandomAccessFile file, long end, int count) throws IOException {
    int ends = 0;
    long at = end;
    var block = new byte[BLOCK_BYTES];
    while (at > 0 && end - at < MAX_BYTES) {
      int length = (int) Math.min(BLOCK_BYTES, at);
      file.seek(at - length);
      file.readFully(block, 0, length);
      for (int i = length - 1; i >= 0; i--) {
        boolean inner = block[i] == '\n' && at - length + i < end - 1;
        ends += inner ? 1 : 0;
        if (ends == count && inner) {
          return at - length + i + 1;
        }
      }
      at -= length;
    }
    return count == 0 ? end : at;
  }
}
