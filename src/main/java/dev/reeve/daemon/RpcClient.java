package dev.reeve.daemon;

import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.pm2.Frame;
import dev.reeve.pm2.FrameReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One client of `rpc.sock`: frames in, frames out, both bounded. One that sends what is no frame,
/// or asks without reading or waiting, is cut off.
final class RpcClient implements ClientSocket.Owner {
  /// Requests that are under way; PM2's own client has a few.
  static final int MAX_UNANSWERED = 4096;

  private static final byte[] JSON = "j:".getBytes(StandardCharsets.UTF_8);

  private final RpcDoor door;
  private final Clients clients;
  private final ClientSocket socket;
  private final FrameReader reader = new FrameReader();

  RpcClient(RpcDoor door, Clients clients, int fd) {
    this.door = door;
    this.clients = clients;
    this.socket = clients.admit(fd, this);
  }

  @Override
  public void onReadable() {
    var chunk = clients.chunk();
    reader.feed(chunk, socket.read(chunk, 0, chunk.length));
    try {
      takeFrames();
    } catch (FrameReader.Malformed malformed) {
      socket.cutOff("it sent " + malformed.getMessage());
    }
    socket.keeps(reader.heldBytes());
  }

  private void takeFrames() throws FrameReader.Malformed {
    while (socket.listened()) {
      var frame = reader.next();
      if (frame == null) {
        return;
      }
      door.onFrame(frame, this);
      if (socket.unanswered() > MAX_UNANSWERED) {
        socket.cutOff("more than %d requests of it are under way".formatted(MAX_UNANSWERED));
      }
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
      socket.onAsked();
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
      var frame = socket.closed() ? List.<byte[]>of() : frame(reply);
      end();
      socket.send(frame);
    }

    @Override
    public void end() {
      if (open) {
        open = false;
        socket.onAnswered();
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
}
