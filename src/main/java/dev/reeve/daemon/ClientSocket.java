package dev.reeve.daemon;

import dev.reeve.loop.Budget;
import dev.reeve.loop.Loop;
import dev.reeve.loop.Outbox;
import dev.reeve.loop.Rank;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import dev.reeve.os.Readiness;
import java.util.List;

/// The socket of a client that asks and is answered. One that has said all it wants to say (`echo …
/// | socat`) still gets the replies that it waits for; one that has had them is let go.
final class ClientSocket {
  private final Clients clients;
  private final Loop loop;
  private final Kernel kernel;
  private final int fd;
  private final Owner owner;
  private final Outbox outbox;
  private final Budget.Share share;
  private Phase phase = Phase.OPEN;
  private int unanswered;
  private int incomingBytes;

  /// `HEARD_OUT`: the client sends no more, and may wait for replies.
  private enum Phase {
    OPEN,
    HEARD_OUT,
    CLOSED
  }

  /// Who talks with the client.
  interface Owner {
    /// There is something to [ClientSocket#read].
    void onReadable();

    /// The client has taken all that waited for it.
    default void onAllTaken() {}

    default void onClosed() {}

    /// Whether it is there to be told things that it does not ask for.
    default boolean follows() {
      return false;
    }
  }

  ClientSocket(Clients clients, int fd, Owner owner) {
    this.clients = clients;
    this.loop = clients.supervisor().loop();
    this.kernel = clients.supervisor().kernel();
    this.fd = fd;
    this.owner = owner;
    this.outbox = new Outbox(kernel, fd);
    this.share = loop.budget().share(this::letGo);
    loop.watch(fd, Readiness.READ, Rank.REQUEST, this::onReady);
  }

  /// When nothing more is read, what shows as readable is a hang-up: the client has closed its
  /// other half too, and epoll would say so for ever, whatever it is asked for.
  private void onReady(int ready, boolean readable, boolean writable) {
    if (writable) {
      flush();
    }
    if (readable) {
      switch (phase) {
        case OPEN -> owner.onReadable();
        case HEARD_OUT -> close();
        case CLOSED -> {}
      }
    }
  }

  /// Reads what is there: how many bytes, 0 if there are none now.
  int read(byte[] into, int offset, int length) {
    int got = kernel.receive(fd, into, offset, length);
    if (got == 0) {
      phase = Phase.HEARD_OUT;
      settle();
    } else if (got < 0 && got != -Errno.EAGAIN && got != -Errno.EINTR) {
      close();
    }
    return Math.max(0, got);
  }

  /// Whether the client may say more.
  boolean listened() {
    return phase == Phase.OPEN;
  }

  boolean closed() {
    return phase == Phase.CLOSED;
  }

  /// Whether the client has nothing more to say, nor to wait for.
  boolean over() {
    return phase == Phase.CLOSED || (phase == Phase.HEARD_OUT && unanswered == 0);
  }

  /// One more reply is owed to it.
  void onAsked() {
    unanswered++;
  }

  /// One reply less is owed: it is sent next, or never comes.
  void onAnswered() {
    unanswered--;
  }

  int unanswered() {
    return unanswered;
  }

  /// Sends it all, now or as soon as the client reads.
  void send(List<byte[]> pieces) {
    if (phase == Phase.CLOSED) {
      return;
    }
    outbox.add(pieces);
    flush();
  }

  /// So much of what it has sent is kept, because it is not whole.
  void keeps(int bytes) {
    incomingBytes = bytes;
    count();
  }

  private void count() {
    share.set(phase == Phase.CLOSED ? 0 : incomingBytes + outbox.waitingBytes());
  }

  private void letGo(long bytes) {
    cutOff(
        outbox.waitingBytes() >= incomingBytes
            ? "it did not read, and %d MB waited for it".formatted(outbox.waitingBytes() >> 20)
            : "%d KB of a request were there, and not the rest".formatted(bytes >> 10));
  }

  /// Whether it waits for nothing, and nothing waits for it.
  boolean idle() {
    return unanswered == 0 && outbox.isEmpty() && !owner.follows();
  }

  /// How much the client has not taken yet.
  long waitingBytes() {
    return outbox.waitingBytes();
  }

  /// Writes what the client takes.
  void flush() {
    if (!outbox.flush()) {
      close();
      return;
    }
    if (outbox.isEmpty()) {
      owner.onAllTaken();
    }
    count();
    settle();
  }

  /// Watches for what may still come, or closes when that is nothing. A client that only follows
  /// and hangs up half has had enough.
  private void settle() {
    if (over() && outbox.isEmpty()) {
      close();
      return;
    }
    int wanted =
        (phase == Phase.OPEN ? Readiness.READ : 0) | (outbox.isEmpty() ? 0 : Readiness.WRITE);
    loop.interest(fd, wanted);
  }

  /// Ends it, with a reason for the log.
  void cutOff(String reason) {
    if (phase != Phase.CLOSED) {
      clients.onCutOff(reason);
      close();
    }
  }

  void close() {
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    loop.unwatch(fd);
    kernel.close(fd);
    outbox.clear();
    count();
    clients.onClosed(this);
    owner.onClosed();
  }
}
