package dev.reeve.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Bytes → blocks of whole lines, with memory for one block. What has no line end at the end is a
/// line too.
final class LineReader {
  private static final int BLOCK_BYTES = 256 << 10;

  /// A line without an end for so long is cut there.
  private static final int LONGEST_LINE = 8 << 20;

  /// Takes whole lines: `[from, to)` ends with a line end, but for the last block.
  interface Blocks {
    /// No ends the reading.
    boolean accept(byte[] bytes, int from, int to) throws IOException;
  }

  private LineReader() {}

  /// Reads at most `limit` bytes; false when the taker wanted no more.
  static boolean read(InputStream in, long limit, Blocks blocks) throws IOException {
    var bytes = new byte[Math.clamp(limit, 1, BLOCK_BYTES)];
    long left = limit;
    int length = 0;
    while (true) {
      if (length == bytes.length && length < LONGEST_LINE) {
        bytes = Arrays.copyOf(bytes, Math.min(LONGEST_LINE, length * 2));
      }
      int read = in.read(bytes, length, (int) Math.min(left, bytes.length - length));
      if (read <= 0) {
        return length == 0 || blocks.accept(bytes, 0, length);
      }
      left -= read;
      length += read;
      int end = endOfLast(bytes, length - read, length);
      end = end == 0 && length == LONGEST_LINE ? length : end;
      if (end > 0 && !blocks.accept(bytes, 0, end)) {
        return false;
      }
      System.arraycopy(bytes, end, bytes, 0, length - end);
      length -= end;
    }
  }

  /// The index behind the last line end in `[from, to)`; 0 if there is none.
  private static int endOfLast(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && bytes[end - 1] != '\n') {
      end--;
    }
    return end > from ? end : 0;
  }
}
