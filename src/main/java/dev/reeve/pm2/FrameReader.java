package dev.reeve.pm2;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Bytes as they come → frames. It never holds more than the biggest frame and what was fed last,
/// and nothing between frames.
public final class FrameReader {
  private static final byte[] NOTHING = new byte[0];
  private static final int SMALLEST = 1 << 10;

  private byte[] held = NOTHING;
  private int start;
  private int end;

  /// Bytes that are no frame: there is no telling where the next would begin.
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /// Takes the first `length` bytes of `from`.
  public void feed(byte[] from, int length) {
    if (held.length - end < length) {
      int kept = end - start;
      int size = Math.max(SMALLEST, Math.max(kept * 2, kept + length));
      var grown = held.length >= size ? held : new byte[size];
      System.arraycopy(held, start, grown, 0, kept);
      held = grown;
      start = 0;
      end = kept;
    }
    System.arraycopy(from, 0, held, end, length);
    end += length;
  }

  /// The next frame, or null until more has been fed.
  public @Nullable Frame next() throws Malformed {
    if (start == end) {
      return null;
    }
    int count = count(held[start]);
    long at = start + 1L;
    for (int i = 0; i < count; i++) {
      if (at + Frame.LENGTH_BYTES > end) {
        return null;
      }
      at += Frame.LENGTH_BYTES + lengthAt((int) at);
      if (at - start > Frame.MAX_BYTES) {
        throw new Malformed("a frame of more than " + (Frame.MAX_BYTES >> 20) + " MB");
      }
    }
    return at > end ? null : take(count);
  }

  private static int count(byte first) throws Malformed {
    int version = (first & 0xff) >> 4;
    int count = first & 0xf;
    if (version != Frame.VERSION || count == 0) {
      throw new Malformed("a frame that begins with byte 0x%02x".formatted(first & 0xff));
    }
    return count;
  }

  private long lengthAt(int index) {
    return Integer.toUnsignedLong(ByteBuffer.wrap(held, index, Frame.LENGTH_BYTES).getInt());
  }

  private Frame take(int count) {
    var arguments = new ArrayList<byte[]>(count);
    int at = start + 1;
    for (int i = 0; i < count; i++) {
      int from = at + Frame.LENGTH_BYTES;
      at = from + (int) lengthAt(at);
      arguments.add(Arrays.copyOfRange(held, from, at));
    }
    start = at;
    if (start == end) {
      held = NOTHING;
      start = 0;
      end = 0;
    }
    return new Frame(arguments);
  }

  /// How many bytes it keeps.
  public int heldBytes() {
    return held.length;
  }
}
