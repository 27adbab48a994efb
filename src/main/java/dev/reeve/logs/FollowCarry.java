package dev.reeve.logs;

import java.util.Arrays;

/// Puts lines together from chunks: what came before a chunk's first line end is kept until then. A
/// line that grows past the limit is handed out in pieces. Nothing rests on it but what a follower
/// sees
final class FollowCarry {
  /// The longest line that is kept waiting for its end, in bytes.
  static final int MAX_LINE = 1 << 20;

  private byte[] held = new byte[0];
  private int length;

  /// Takes whole lines, without their ends. The array is lent for the call only.
  interface LineTaker {
    void onLine(byte[] bytes, int from, int to);
  }

  void accept(byte[] chunk, int start, int stop, LineTaker taker) {
    int from = start;
    while (from < stop) {
      int end = Newlines.next(chunk, from, stop);
      if (end == stop) {
        hold(chunk, from, stop, taker);
      } else if (length == 0) {
        taker.onLine(chunk, from, end);
      } else {
        hold(chunk, from, end, taker);
        finish(taker);
      }
      from = end + 1;
    }
  }

  /// There is no more to come: what is held is a line.
  void finish(LineTaker taker) {
    if (length > 0) {
      int whole = length;
      length = 0;
      taker.onLine(held, 0, whole);
    }
    if (held.length > (64 << 10)) {
      held = new byte[0];
    }
  }

  /// Forgets what is held: nobody wants it any more.
  void clear() {
    length = 0;
  }

  private void hold(byte[] bytes, int from, int to, LineTaker taker) {
    int more = to - from;
    if (length + more > MAX_LINE) {
      finish(taker);
    }
    if (length + more > held.length) {
      held = Arrays.copyOf(held, Math.max(length + more, held.length * 2));
    }
    System.arraycopy(bytes, from, held, length, more);
    length += more;
  }
}
