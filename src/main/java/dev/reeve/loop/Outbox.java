package dev.reeve.loop;

import dev.reeve.os.Descriptors;
import dev.reeve.os.Errno;
import java.util.ArrayDeque;
import java.util.List;

/// What waits for one reader, written as far as it reads. What has been put in is sent whole, or
/// the connection ends. Its owner asks how much waits, and draws the line.
public final class Outbox {
  private final Descriptors descriptors;
  private final int fd;
  private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
  private boolean socket = true;
  private int sentOfFirst;
  private long waitingBytes;

  /// `fd` is a socket, or anything else that is non-blocking; it stays its owner's to close.
  public Outbox(Descriptors descriptors, int fd) {
    this.descriptors = descriptors;
    this.fd = fd;
  }

  public void add(List<byte[]> more) {
    for (var piece : more) {
      pieces.add(piece);
      waitingBytes += piece.length;
    }
  }

  /// Writes what the reader takes; false when it is gone.
  public boolean flush() {
    while (!pieces.isEmpty()) {
      var first = pieces.element();
      int sent = write(first, sentOfFirst);
      if (sent == -Errno.EAGAIN || sent == -Errno.EINTR) {
        return true;
      }
      if (sent < 0) {
        return false;
      }
      waitingBytes -= sent;
      sentOfFirst += sent;
      if (sentOfFirst == first.length) {
        pieces.remove();
        sentOfFirst = 0;
      }
    }
    return true;
  }

  /// Others may have a socket too, and make it one that waits.
  private int write(byte[] piece, int from) {
    if (socket) {
      int sent = descriptors.send(fd, piece, from, piece.length - from);
      if (sent != -Errno.ENOTSOCK) {
        return sent;
      }
      socket = false;
    }
    return descriptors.write(fd, piece, from, piece.length - from);
  }

  /// Lets go of all that waits: the reader is gone.
  public void clear() {
    pieces.clear();
    sentOfFirst = 0;
    waitingBytes = 0;
  }

  public boolean isEmpty() {
    return pieces.isEmpty();
  }

  public long waitingBytes() {
    return waitingBytes;
  }
}
