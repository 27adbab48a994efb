package dev.reeve.daemon;

import dev.reeve.loop.Outbox;
import dev.reeve.loop.Rank;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.os.Errno;
import dev.reeve.os.Readiness;
import dev.reeve.pm2.Frame;
import dev.reeve.pm2.FrameReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One client of `rpc.sock`: frames in, frames out, both bounded. One that sends what is no frame,
/// or asks without reading or waiting, is cut off. One that has said all still gets its replies.
final class RpcClient {
  /// Requests that are under way; PM2's own client has a few.
  static final int MAX_UNANSWERED = 4096;

  private static final byte[] JSON = "j:".getBytes(StandardCharsets.UTF_8);

  private final RpcDoor door;
  private final int fd;
  private final FrameReader reader = new FrameReader();
  private final Outbox outbox;
  private Phase phase = Phase.OPEN;
  private int unanswered;

  private enum Phase {
    OPEN,
    HEARD_OUT,
    CLOSED
  }

  RpcClient(RpcDoor door, int fd) {
    this.door = door;
    this.fd = fd;
    this.outbox = new Outbox(door.kernel(), fd);
    door.loop().watch(fd, Readiness.READ, Rank.REQUEST, this::onReady);
  }

  /// After the last request what shows as readable is a hang-up.
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
    var chunk = door.chunk();
    int got = door.kernel().read(fd, chunk, 0, chunk.length);
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
    reader.feed(chunk, got);
    try {
      takeFrames();
    } catch (FrameReader.Malformed malformed) {
      cutOff("it sent " + malformed.getMessage());
    }
  }

  private void takeFrames() throws FrameReader.Malformed {
    while (phase == Phase.OPEN) {
      var frame = reader.next();
      if (frame == null) {
        return;
      }
      door.onFrame(frame, this);
      if (unanswered > MAX_UNANSWERED) {
        cutOff("more than %d requests of it are under way".formatted(MAX_UNANSWERED));
      }
    }
  }

  /// Ends it, with a reason for the log.
  void cutOff(String reason) {
    if (phase != Phase.CLOSED) {
      door.say("a client of rpc.sock is cut off: " + reason);
      close();
    }
  }

  ReplyTo answerTo(String id) {
    return new ReplyTo(id);
  }

  /// The answer to one request, open until its reply has been made.
  final class ReplyTo implements RpcDoor.Asker {
    private final String id;
    private boolean open = true;

    private ReplyTo(String id) {
      this.id = id;
      unanswered++;
    }

    @Override
    public boolean open() {
      return open;
    }

    /// A reply that cannot be made leaves nothing of itself behind, and the answer open.
    @Override
    public void reply(JsonObject reply) {
      if (!open) {
        return;
      }
      var frame = phase == Phase.CLOSED ? List.<byte[]>of() : frame(reply);
      end();
      send(frame);
    }

    @Override
    public void end() {
      if (open) {
        open = false;
        unanswered--;
      }
    }

    private List<byte[]> frame(JsonObject reply) {
      var body = new Pieces();
      body.write(JSON, 0, JSON.length);
      Json.write(reply, body);
      var frame = new ArrayList<>(body.all());
      int bytes = frame.stream().mapToInt(piece -> piece.length).sum();
      frame.addFirst(Frame.head(2, bytes));
      frame.add(Frame.argument(id.getBytes(StandardCharsets.ISO_8859_1)));
      return frame;
    }
  }

  private void send(List<byte[]> frame) {
    if (phase != Phase.CLOSED) {
      outbox.add(frame);
      flush();
      door.boundWaiting();
    }
  }

  /// Writes what the client takes.
  void flush() {
    if (phase == Phase.CLOSED) {
      return;
    }
    if (outbox.flush()) {
      settle();
    } else {
      close();
    }
  }

  /// Watches for what may still come, or closes when that is nothing.
  private void settle() {
    if (phase == Phase.HEARD_OUT && unanswered == 0 && outbox.isEmpty()) {
      close();
      return;
    }
    int wanted =
        (phase == Phase.OPEN ? Readiness.READ : 0) | (outbox.isEmpty() ? 0 : Readiness.WRITE);
    door.loop().interest(fd, wanted);
  }

  long waitingBytes() {
    return outbox.waitingBytes();
  }

  void close() {
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    door.loop().unwatch(fd);
    door.kernel().close(fd);
    door.onClosed(this);
  }
}
