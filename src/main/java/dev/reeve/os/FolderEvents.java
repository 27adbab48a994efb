package dev.reeve.os;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The events of [FolderWatches], as the kernel writes them (`man 7 inotify`, `struct
/// inotify_event`): numbers of four bytes each for folder, kind, cookie and length, and a name.
public final class FolderEvents {
  public static final int CLOSE_WRITE = 0x8;
  public static final int MOVED_FROM = 0x40;
  public static final int MOVED_TO = 0x80;
  public static final int CREATE = 0x100;
  public static final int DELETE = 0x200;
  public static final int DELETE_SELF = 0x400;
  public static final int MOVE_SELF = 0x800;
  public static final int OVERFLOW = 0x4000;
  public static final int IGNORED = 0x8000;
  public static final int FOLDER = 0x40000000;
  private static final int HEAD_BYTES = 16;

  /// One of them. `name` is in the folder, and empty for the folder itself; `kind` has bits.
  public record Event(int folder, int kind, String name) {
    public boolean is(int bits) {
      return (kind & bits) != 0;
    }
  }

  /// Who hears of each.
  public interface Listener {
    void on(Event event);
  }

  private FolderEvents() {}

  /// Tells of those in the first `length` bytes.
  public static void each(byte[] bytes, int length, Listener listener) {
    var buffer = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.nativeOrder());
    while (buffer.remaining() >= HEAD_BYTES) {
      int folder = buffer.getInt();
      int kind = buffer.getInt();
      buffer.getInt();
      int padded = buffer.getInt();
      int start = buffer.position();
      int end = start;
      while (end < start + padded && bytes[end] != 0) {
        end++;
      }
      buffer.position(start + padded);
      var name = new String(bytes, start, end - start, StandardCharsets.UTF_8);
      listener.on(new Event(folder, kind, name));
    }
  }
}
