package dev.reeve.logs;

import java.util.Arrays;

/// Where the bytes of one write are gathered. It grows for a long line, and shrinks after it.
final class Page {
  private static final int USUAL_BYTES = 160 << 10;

  private byte[] bytes = new byte[USUAL_BYTES];
  private int length;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
    if (bytes.length > USUAL_BYTES) {
      bytes = new byte[USUAL_BYTES];
    }
  }

  void add(byte[] from, int start, int end) {
    int more = end - start;
    makeRoom(more);
    System.arraycopy(from, start, bytes, length, more);
    length += more;
  }

  void add(byte[] from) {
    add(from, 0, from.length);
  }

  void add(int oneByte) {
    makeRoom(1);
    bytes[length++] = (byte) oneByte;
  }

  private void makeRoom(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
