package dev.reeve.daemon;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client: lines in, lines out, both bounded. A client that does not read gets no more log
/// lines until it does, and is then told how many it missed; one that sends an endless line, or
/// asks without ever reading, is cut off.
final class Connection implements ClientSocket.Owner {
  /// Followed lines wait up to here, in bytes.
  static final int MAX_FOLLOWED_BYTES = 1 << 20;

  /// For what is longer it is asked whether there is memory: what it means takes more.
  private static final int LONG_LINE = 1 << 20;

  private static final int TIMES_AS_MUCH = 4;

  private final Clients clients;
  private final Door door;
  private final ClientSocket socket;
  private final List<Runnable> whenGone = new ArrayList<>();
  private byte[] incoming = new byte[0];
  private int incomingLength;
  private int lineStart;
  private int scanned;
  private long droppedLines;

  Connection(Door door, Clients clients, int fd) {
    this.door = door;
    this.clients = clients;
    this.socket = clients.admit(fd, this);
  }

  @Override
  public void onReadable() {
    var chunk = clients.chunk();
    int got = socket.read(chunk, 0, chunk.length);
    if (got == 0) {
      return;
    }
    if (incoming.length - incomingLength < got) {
      int size = Math.max(incomingLength + got, Math.min(incoming.length * 2, Wire.MAX_LINE));
      incoming = Arrays.copyOf(incoming, size);
    }
    System.arraycopy(chunk, 0, incoming, incomingLength, got);
    incomingLength += got;
    try {
      takeLines();
    } finally {
      dropTaken();
    }
  }

  /// A line is taken before it is handled, so that none is handled twice.
  private void takeLines() {
    while (socket.listened() && scanned < incomingLength) {
      int end = scanned++;
      if (incoming[end] == '\n') {
        int start = lineStart;
        lineStart = scanned;
        onLine(start, end);
      }
    }
  }

  private void onLine(int from, int to) {
    if (to - from > LONG_LINE && !door.hasRoom((long) TIMES_AS_MUCH * (to - from))) {
      socket.cutOff("a request of %d MB, and no memory for it".formatted((to - from) >> 20));
      return;
    }
    door.onLine(new String(incoming, from, to - from, StandardCharsets.UTF_8), this);
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
      socket.cutOff("a request of more than %d MB".formatted(Wire.MAX_LINE >> 20));
    }
    socket.keeps(socket.closed() ? 0 : incoming.length);
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
      socket.onAsked();
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
      if (!socket.closed()) {
        Wire.reply(id, reply, pieces);
        pieces.write('\n');
      }
      open = false;
      socket.onAnswered();
      socket.send(pieces.all());
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
    if (socket.over()) {
      return;
    }
    if (socket.waitingBytes() > MAX_FOLLOWED_BYTES) {
      droppedLines += push instanceof Push.Line ? 1 : 0;
      return;
    }
    tellDropped();
    send(Wire.push(push));
  }

  @Override
  public void onAllTaken() {
    tellDropped();
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
    socket.send(List.of((line + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public boolean follows() {
    return !whenGone.isEmpty();
  }

  /// Those who want to know are told after the present work: it may be theirs.
  @Override
  public void onClosed() {
    whenGone.forEach(door.loop()::post);
    whenGone.clear();
  }
}
