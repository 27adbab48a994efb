package dev.reeve.daemon;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Wire;
import dev.reeve.loop.Rank;
import dev.reeve.os.Errno;
import dev.reeve.os.Readiness;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client: lines in, lines out, both bounded. A client that does not read gets no more log
/// lines until it does, and is then told how many it missed; one that sends an endless line, or
/// asks without ever reading, is cut off.
final class Connection {
  /// Followed lines wait up to here, in bytes.
  static final int MAX_FOLLOWED_BYTES = 1 << 20;

  /// Replies wait up to here.
  static final int MAX_REPLY_BYTES = 64 << 20;

  private static final int CHUNK = 64 << 10;

  private final Door door;
  private final int fd;
  private final ArrayDeque<byte[]> outgoing = new ArrayDeque<>();
  private final List<Runnable> whenGone = new ArrayList<>();
  private byte[] incoming = new byte[0];
  private int incomingLength;
  private int sentOfFirst;
  private long waitingBytes;
  private long droppedLines;
  private boolean closed;
  private boolean watchingWrites;

  Connection(Door door, int fd) {
    this.door = door;
    this.fd = fd;
    door.loop().watch(fd, Readiness.READ, Rank.REQUEST, this::onReady);
  }

  private void onReady(int ready, boolean readable, boolean writable) {
    if (writable) {
      flush();
    }
    if (readable && !closed) {
      receive();
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
    if (got <= 0) {
      close();
      return;
    }
    int scanFrom = incomingLength;
    incomingLength += got;
    takeLines(scanFrom);
  }

  private void takeLines(int scanFrom) {
    int start = 0;
    for (int at = scanFrom; at < incomingLength && !closed; at++) {
      if (incoming[at] == '\n') {
        var line = new String(incoming, start, at - start, StandardCharsets.UTF_8);
        start = at + 1;
        door.onLine(line, this);
      }
    }
    incomingLength -= start;
    if (incomingLength == 0) {
      incoming = new byte[0];
    } else {
      System.arraycopy(incoming, start, incoming, 0, incomingLength);
    }
    if (incomingLength > Wire.MAX_LINE) {
      close();
    }
  }

  /// Where the reply to one call goes.
  Answer answerTo(@Nullable Object id) {
    return new Answer() {
      @Override
      public void reply(Reply reply) {
        send(Wire.reply(id, reply));
      }

      @Override
      public void push(Push push) {
        pushOrDrop(push);
      }

      @Override
      public void whenGone(Runnable task) {
        whenGone.add(task);
      }
    };
  }

  private void pushOrDrop(Push push) {
    if (waitingBytes > MAX_FOLLOWED_BYTES) {
      droppedLines++;
      return;
    }
    if (droppedLines > 0) {
      long dropped = droppedLines;
      droppedLines = 0;
      send(Wire.push(new Push.Dropped(dropped)));
    }
    send(Wire.push(push));
  }

  /// Sends a line, now or as soon as the client reads.
  void send(String line) {
    if (closed) {
      return;
    }
    var bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    outgoing.add(bytes);
    waitingBytes += bytes.length;
    flush();
    if (waitingBytes > MAX_REPLY_BYTES) {
      close();
    }
  }

  /// Writes what the client takes.
  void flush() {
    while (!closed && !outgoing.isEmpty()) {
      var first = outgoing.peek();
      int sent = door.kernel().write(fd, first, sentOfFirst, first.length - sentOfFirst);
      if (sent < 0) {
        onWriteRefused(sent);
        return;
      }
      waitingBytes -= sent;
      sentOfFirst += sent;
      if (sentOfFirst == first.length) {
        outgoing.remove();
        sentOfFirst = 0;
      }
    }
    watchWrites(false);
  }

  private void onWriteRefused(int error) {
    if (error == -Errno.EAGAIN || error == -Errno.EINTR) {
      watchWrites(true);
    } else {
      close();
    }
  }

  private void watchWrites(boolean wanted) {
    if (wanted != watchingWrites && !closed) {
      watchingWrites = wanted;
      door.loop().interest(fd, Readiness.READ | (wanted ? Readiness.WRITE : 0));
    }
  }

  private void close() {
    if (closed) {
      return;
    }
    closed = true;
    door.loop().unwatch(fd);
    door.kernel().close(fd);
    outgoing.clear();
    whenGone.forEach(Runnable::run);
    door.onClosed(this);
  }
}
