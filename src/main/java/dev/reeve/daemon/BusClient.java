package dev.reeve.daemon;

import dev.reeve.loop.Budget;
import dev.reeve.loop.Outbox;
import dev.reeve.loop.Rank;
import dev.reeve.os.Errno;
import dev.reeve.os.Readiness;
import java.util.List;

/// One who listens on `pub.sock`. While it does not read, it misses whole events, and the log tells
/// how many.
final class BusClient {
  /// What waits for it, in bytes.
  static final int MAX_WAITING_BYTES = 1 << 20;

  private final Bus bus;
  private final int fd;
  private final Outbox outbox;
  private final Budget.Share share;
  private boolean closed;
  private long missed;

  BusClient(Bus bus, int fd) {
    this.bus = bus;
    this.fd = fd;
    this.outbox = new Outbox(bus.supervisor().kernel(), fd);
    this.share = bus.supervisor().loop().budget().share(this::letGo);
    bus.supervisor().loop().watch(fd, Readiness.READ, Rank.REQUEST, this::onReady);
  }

  private void onReady(int ready, boolean readable, boolean writable) {
    if (writable) {
      flush();
    }
    if (readable && !closed) {
      ignore();
    }
  }

  /// It has nothing to say; only its end matters.
  private void ignore() {
    var said = new byte[1 << 10];
    int got = bus.supervisor().kernel().receive(fd, said, 0, said.length);
    if (got == 0 || (got < 0 && got != -Errno.EAGAIN && got != -Errno.EINTR)) {
      close();
    }
  }

  void tell(List<byte[]> frame) {
    if (closed) {
      return;
    }
    if (outbox.waitingBytes() > MAX_WAITING_BYTES) {
      missed++;
      return;
    }
    outbox.add(frame);
    flush();
  }

  void flush() {
    if (closed) {
      return;
    }
    if (!outbox.flush()) {
      close();
      return;
    }
    share.set(outbox.waitingBytes());
    if (closed) {
      return;
    }
    int wanted = Readiness.READ | (outbox.isEmpty() ? 0 : Readiness.WRITE);
    bus.supervisor().loop().interest(fd, wanted);
    if (outbox.isEmpty()) {
      tellMissed();
    }
  }

  private void letGo(long bytes) {
    bus.supervisor()
        .log()
        .say("a client of pub.sock is cut off: %d MB waited for it".formatted(bytes >> 20));
    close();
  }

  private void tellMissed() {
    if (missed > 0) {
      long count = missed;
      missed = 0;
      bus.supervisor()
          .log()
          .say("a client of pub.sock did not read: it has missed %d events".formatted(count));
    }
  }

  void close() {
    if (!closed) {
      closed = true;
      outbox.clear();
      share.set(0);
      bus.supervisor().loop().unwatch(fd);
      bus.supervisor().kernel().close(fd);
      bus.onClosed(this);
      tellMissed();
    }
  }
}
