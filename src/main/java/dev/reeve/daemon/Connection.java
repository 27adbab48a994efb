package dev.reeve.daemon;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Wire;
import dev.reeve.loop.Outbox;
import dev.reeve.loop.Rank;
import dev.reeve.os.Errno;
import dev.reeve.os.Readiness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client: lines in, lines out, both bounded. A client that does not read gets no more log
/// lines until it does, and is then told how many it missed; one that sends an endless line, or
/// asks without ever reading, is cut off. One that has said all it wants to say (`echo … | socat`)
/// still gets the replies that it waits for.
final class Connection {
  /// Followed lines wait up to here, in bytes.
  static final int MAX_FOLLOWED_BYTES = 1 << 20;

  private static final int CHUNK = 64 << 10;

  private final Door door;
  private final int fd;
  private final Outbox outbox;
  private final List<Runnable> whenGone = new ArrayList<>();
  private Phase phase = Phase.OPEN;
  private byte[] incoming = new byte[0];
  private int incomingLength;
  private int lineStart;
  private int scanned;
  private int unanswered;
  private long droppedLines;

  /// `HEARD_OUT`: the client sends no more, and may wait for replies.
  private enum Phase {
    OPEN,
    HEARD_OUT,
    CLOSED
  }

  Connection(Door door, int fd) {
    this.door = door;
    this.fd = fd;
    this.outbox = new Outbox(door.kernel(), fd);
    door.loop().watch(fd, Readiness.READ, Rank.REQUEST, this::onReady);
  }

  /// When nothing more is read, what shows as readable is a hang-up: the client has closed its
  /// other half too, and epoll would say so for ever, whatever it is asked for.
  private void onReady(int ready, boolean readable, boolean writable) {
    if (writable) {
      flush();
    }
    if (readable) {
      switch (phase) {
        case OPEN -> receive();
        case HEARD_OUT -> close();
        case CLOSED -> {}
      }
    }
  }

  private void receive() {
    if (incoming.length - incomingLength < CHUNK) {
      incoming = Arrays.copyOf(incoming, Math.max(incoming.length * 2, CHUNK));
    }
    int got = door.kernel().read(fd, incoming, incomingLength, incoming.length - incomingLength);
    if (got == -Errno.EAGAIN || got == -Errno.EINTR) {
      return;
    }
    if (got < 0) {
      close();
      return;
    }
    if (got == 0) {
      phase = Phase.HEARD_OUT;
      settle();
      return;
    }
    incomingLength += got;
    try {
      takeLines();
    } finally {
      dropTaken();
    }
  }

  /// A line is taken before it is handled, so that none is handled twice.
  private void takeLines() {
    while (phase == Phase.OPEN && scanned < incomingLength) {
      int end = scanned++;
      if (incoming[end] == '\n') {
        var line = new String(incoming, lineStart, end - lineStart, StandardCharsets.UTF_8);
        lineStart = scanned;
        door.onLine(line, this);
      }
    }
  }

  private void dropTaken() {
    int left = incomingLength - lineStart;
    if (left == 0) {
      incoming = new byte[0];
    } else {
      System.arraycopy(incoming, lineStart, incoming, 0, left);
    }
    incomingLength = left;
    scanned -= lineStart;
    lineStart = 0;
    if (left > Wire.MAX_LINE) {
      close();
    }
  }

  /// Where the reply to one call goes.
  ReplyTo answerTo(@Nullable Object id) {
    return new ReplyTo(id);
  }

  /// The answer to one call, open until its reply has been made.
  final class ReplyTo implements Answer {
    private final @Nullable Object id;
    private boolean open = true;

    private ReplyTo(@Nullable Object id) {
      this.id = id;
      unanswered++;
    }

    boolean open() {
      return open;
    }

    /// A reply that cannot be made leaves nothing of itself in the line, and the answer open.
    @Override
    public void reply(Reply reply) {
      if (!open) {
        door.onFault(new IllegalStateException("a second reply: " + reply));
        return;
      }
      var pieces = new Pieces();
      if (phase != Phase.CLOSED) {
        Wire.reply(id, reply, pieces);
        pieces.write('\n');
      }
      open = false;
      unanswered--;
      send(pieces.all());
    }

    @Override
    public void push(Push push) {
      pushOrDrop(push);
    }

    @Override
    public void whenGone(Runnable task) {
      whenGone.add(task);
    }
  }

  private void pushOrDrop(Push push) {
    if (phase == Phase.CLOSED || (phase == Phase.HEARD_OUT && unanswered == 0)) {
      return;
    }
    if (outbox.waitingBytes() > MAX_FOLLOWED_BYTES) {
      droppedLines += push instanceof Push.Line ? 1 : 0;
      return;
    }
    tellDropped();
    send(Wire.push(push));
  }

  private void tellDropped() {
    if (droppedLines > 0) {
      long dropped = droppedLines;
      droppedLines = 0;
      send(Wire.push(new Push.Dropped(dropped)));
    }
  }

  /// Sends a line, now or as soon as the client reads.
  void send(String line) {
    send(List.of((line + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  private void send(List<byte[]> pieces) {
    if (phase == Phase.CLOSED) {
      return;
    }
    outbox.add(pieces);
    flush();
    if (!outbox.isEmpty()) {
      door.boundWaiting();
    }
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
      tellDropped();
    }
    settle();
  }

  /// Watches for what may still come, or closes when that is nothing. A client that only follows
  /// and hangs up half has had enough.
  private void settle() {
    if (phase == Phase.CLOSED) {
      return;
    }
    if (phase == Phase.HEARD_OUT && unanswered == 0 && outbox.isEmpty()) {
      close();
      return;
    }
    int wanted =
        (phase == Phase.OPEN ? Readiness.READ : 0) | (outbox.isEmpty() ? 0 : Readiness.WRITE);
    door.loop().interest(fd, wanted);
  }

  /// Ends it. Those who want to know are told after the present work: it may be theirs.
  void close() {
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    door.loop().unwatch(fd);
    door.kernel().close(fd);
    outbox.clear();
    whenGone.forEach(door.loop()::post);
    whenGone.clear();
    door.onClosed(this);
  }
}
