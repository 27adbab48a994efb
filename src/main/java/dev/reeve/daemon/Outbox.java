package dev.reeve.daemon;

import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import java.util.ArrayDeque;
import java.util.List;

/// What waits for one client of PM2's sockets, written as far as it reads. What has been put in is
/// sent whole, or the connection ends.
final class Outbox {
  private final Kernel kernel;
  private final int fd;
  private final ArrayDeque<byte[]> pieces = new ArrayDeque<>();
  private int sentOfFirst;
  private long waitingBytes;

  Outbox(Kernel kernel, int fd) {
    this.kernel = kernel;
    this.fd = fd;
  }

  void add(List<byte[]> more) {
    for (var piece : more) {
      pieces.add(piece);
      waitingBytes += piece.length;
    }
  }

  /// Writes what the client takes; false when the client is gone.
  boolean flush() {
    while (!pieces.isEmpty()) {
      var first = pieces.element();
      int sent = kernel.write(fd, first, sentOfFirst, first.length - sentOfFirst);
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

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  long waitingBytes() {
    return waitingBytes;
  }
}
