package dev.reeve.node;

import java.util.Arrays;

/// Bytes as they come → lines. It keeps what is not whole yet and little more, and of a line that
/// nobody is to hear nothing but its length.
final class Incoming {
  /// Between lines no more than this is kept.
  private static final int SMALLEST = 4 << 10;

  private final int mostBytes;
  private byte[] bytes = new byte[0];
  private int length;
  private int scanned;
  private int passedOver;
  private boolean taking;
  private boolean tooMuch;

  /// Who takes the lines.
  interface Lines {
    /// A line is lent for the call.
    void take(byte[] bytes, int from, int to);

    /// Whether a line of which so much is there will be heard.
    boolean wants(int bytes);

    boolean open();
  }

  /// A longer line than `mostBytes` is [#tooLong].
  Incoming(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /// Where the next bytes go: from [#length] to the end.
  byte[] room() {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.clamp(length * 2L, SMALLEST, mostBytes + SMALLEST));
    }
    return bytes;
  }

  int length() {
    return length;
  }

  int keptBytes() {
    return bytes.length;
  }

  boolean tooLong() {
    return length > mostBytes || passedOver > mostBytes;
  }

  byte[] begun() {
    return Arrays.copyOf(bytes, length);
  }

  void goOnWith(byte[] begun) {
    bytes = begun;
    length = begun.length;
  }

  /// So many bytes have come.
  void add(int count, Lines lines) {
    length += count;
    taking = true;
    int start = 0;
    for (; scanned < length && lines.open(); scanned++) {
      if (bytes[scanned] == '\n') {
        if (passedOver > 0) {
          passedOver = 0;
        } else {
          lines.take(bytes, start, scanned);
        }
        start = scanned + 1;
      }
    }
    taking = false;
    if (lines.open()) {
      dropTaken(start);
      if (passedOver > 0 || tooMuch || !lines.wants(length)) {
        tooMuch = false;
        forget();
      }
    }
  }

  private void dropTaken(int start) {
    length -= start;
    scanned -= start;
    if (length == 0 && bytes.length > SMALLEST) {
      bytes = new byte[0];
    } else if (start > 0) {
      System.arraycopy(bytes, start, bytes, 0, length);
    }
  }

  /// What is there of the line that is not whole, and the rest of it, is for nobody. In the middle
  /// of a line nothing is taken from under its reader.
  void passOver() {
    if (taking) {
      tooMuch = true;
    } else {
      forget();
    }
  }

  private void forget() {
    passedOver += length;
    bytes = new byte[0];
    length = 0;
    scanned = 0;
  }

  void clear() {
    bytes = new byte[0];
    length = 0;
    scanned = 0;
  }
}
