package dev.reeve.daemon;

import dev.reeve.loop.Loop;
import dev.reeve.model.JsonObject;
import dev.reeve.os.Kernel;
import dev.reeve.pm2.Frame;
import dev.reeve.pm2.FrameReader;
import dev.reeve.pm2.RpcReply;
import dev.reeve.pm2.RpcRequest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// PM2's `rpc.sock`: who is connected, and what waits for them.
final class RpcDoor {
  /// What waits for all clients together, in bytes, as at our own door.
  static final long MAX_WAITING_BYTES = Door.MAX_WAITING_BYTES;

  private static final int CHUNK = 64 << 10;

  private final Supervisor supervisor;
  private final Supplier<Methods> maker;
  private final Entrance entrance;
  private final Set<RpcClient> clients = new HashSet<>();
  private byte[] chunk = new byte[0];
  private @Nullable Methods methods;

  /// Who carries calls out.
  interface Methods {
    void handle(RpcRequest.Call call, Asker asker);

    /// The answer to a question for the list.
    JsonObject all();
  }

  /// Where the one reply to a call goes.
  interface Asker {
    void reply(JsonObject reply);

    /// There is no reply to this call.
    void end();

    boolean open();
  }

  /// `maker` is asked when the first call comes: most daemons never hear one.
  RpcDoor(Supervisor supervisor, Supplier<Methods> maker, int ownUid) {
    this.supervisor = supervisor;
    this.maker = maker;
    this.entrance = new Entrance(supervisor, ownUid, fd -> clients.add(new RpcClient(this, fd)));
  }

  /// Begins to take connections from a listening socket.
  void open(int listener) {
    entrance.open(listener);
  }

  Loop loop() {
    return supervisor.loop();
  }

  Kernel kernel() {
    return supervisor.kernel();
  }

  void say(String sentence) {
    supervisor.log().say(sentence);
  }

  /// What is read goes through here and is copied out at once.
  byte[] chunk() {
    if (chunk.length == 0) {
      chunk = new byte[CHUNK];
    }
    return chunk;
  }

  void onFrame(Frame frame, RpcClient client) throws FrameReader.Malformed {
    switch (RpcRequest.read(frame)) {
      case RpcRequest.Methods(var id) -> client.answerTo(id).reply(methods().all());
      case RpcRequest.Wrong(var id, var error) ->
          client.answerTo(id).reply(JsonObject.empty().with("error", error));
      case RpcRequest.Call call -> onCall(call, client.answerTo(call.id()));
    }
  }

  private void onCall(RpcRequest.Call call, Asker asker) {
    try {
      methods().handle(call, asker);
    } catch (RuntimeException | Error fault) {
      supervisor.log().fault(fault);
      if (asker.open()) {
        asker.reply(RpcReply.error("a fault of Reeve's own: " + fault));
      }
    }
  }

  private Methods methods() {
    var made = methods;
    if (made == null) {
      made = maker.get();
      methods = made;
    }
    return made;
  }

  /// Cuts off who reads the least, until the others fit.
  void boundWaiting() {
    while (clients.stream().mapToLong(RpcClient::waitingBytes).sum() > MAX_WAITING_BYTES) {
      var biggest =
          clients.stream().max(Comparator.comparingLong(RpcClient::waitingBytes)).orElseThrow();
      biggest.cutOff(
          "it did not read, and %d MB waited for it".formatted(biggest.waitingBytes() >> 20));
    }
  }

  void onClosed(RpcClient client) {
    clients.remove(client);
  }

  int connections() {
    return clients.size();
  }

  /// Before the end: what has been answered shall arrive.
  void flushAll() {
    Set.copyOf(clients).forEach(RpcClient::flush);
  }
}
