package dev.reeve.daemon;

import dev.reeve.loop.Budget;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A line under construction, as pieces that can be let go one by one while they are sent. Nothing
/// is copied as it grows, so a line of megabytes needs its own size and no more.
final class Pieces extends OutputStream {
  private static final int SMALLEST = 1 << 10;
  private static final int BIGGEST = 64 << 10;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] last = new byte[SMALLEST];
  private int lastLength;
  private long bytes;

  @Override
  public void write(int oneByte) {
    makeRoom();
    last[lastLength++] = (byte) oneByte;
  }

  @Override
  public void write(byte[] from, int offset, int length) {
    int written = 0;
    while (written < length) {
      makeRoom();
      int count = Math.min(length - written, last.length - lastLength);
      System.arraycopy(from, offset + written, last, lastLength, count);
      lastLength += count;
      written += count;
    }
  }

  private void makeRoom() {
    if (lastLength == last.length) {
      bytes += last.length;
      if (bytes > Budget.USUAL_BYTES) {
        throw new IllegalStateException(
            "an answer of more than %d MB".formatted(Budget.USUAL_BYTES >> 20));
      }
      full.add(last);
      last = new byte[Math.min(BIGGEST, last.length * 2)];
      lastLength = 0;
    }
  }

  /// What was written, in order; nothing is written afterwards.
  List<byte[]> all() {
    full.add(Arrays.copyOf(last, lastLength));
    return full;
  }
}
