package dev.reeve.daemon;

import dev.reeve.model.JsonObject;
import dev.reeve.pm2.Frame;
import dev.reeve.pm2.FrameReader;
import dev.reeve.pm2.RpcReply;
import dev.reeve.pm2.RpcRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// PM2's `rpc.sock`: who is connected, and what waits for them.
final class RpcDoor {
  private final Supervisor supervisor;
  private final Supplier<Methods> maker;
  private final Entrance entrance;
  private final Clients clients;
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
    this.clients = new Clients(supervisor, "a client of rpc.sock");
    this.entrance = new Entrance(supervisor, ownUid, fd -> new RpcClient(this, clients, fd));
  }

  /// Begins to take connections from a listening socket.
  void open(int listener) {
    entrance.open(listener);
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

  int connections() {
    return clients.count();
  }

  /// Before the end: what has been answered shall arrive.
  void flushAll() {
    clients.flushAll();
  }
}
