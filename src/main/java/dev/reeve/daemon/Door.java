package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.api.Wire;
import dev.reeve.loop.Heap;
import dev.reeve.loop.Loop;

/// Our own socket: who is connected, and what waits for them.
final class Door {
  private final Loop loop;
  private final Requests requests;
  private final DaemonLog log;
  private final Entrance entrance;
  private final Clients clients;
  private final Heap heap = new Heap();

  /// Who carries requests out.
  interface Requests {
    void handle(Request request, Answer answer);
  }

  Door(Supervisor supervisor, Requests requests, int ownUid) {
    this.loop = supervisor.loop();
    this.log = supervisor.log();
    this.requests = requests;
    this.clients = new Clients(supervisor, "a client");
    this.entrance = new Entrance(supervisor, ownUid, fd -> new Connection(this, clients, fd));
  }

  /// Begins to take connections from a listening socket.
  void open(int listener) {
    entrance.open(listener);
  }

  Loop loop() {
    return loop;
  }

  /// Whether there is memory for what a long request means.
  boolean hasRoom(long bytes) {
    return heap.hasRoom(bytes, loop.nowNs());
  }

  /// One line from a client.
  void onLine(String line, Connection connection) {
    Wire.Call call;
    try {
      call = Wire.readCall(line);
    } catch (Wire.BadCall refused) {
      connection.send(refused.reply());
      return;
    } catch (RuntimeException | Error fault) {
      onFault(fault, connection.answerTo(null));
      return;
    }
    var answer = connection.answerTo(call.id());
    try {
      requests.handle(call.request(), answer);
    } catch (RuntimeException | Error fault) {
      onFault(fault, answer);
    }
  }

  private void onFault(Throwable fault, Connection.ReplyTo answer) {
    onFault(fault);
    if (answer.open()) {
      answer.reply(
          new Reply.Refused(
              "a fault of Reeve's own: " + fault, "please report it with the daemon's log"));
    }
  }

  /// An error of ours that concerns no reply.
  void onFault(Throwable fault) {
    log.fault(fault);
  }

  /// How many clients are connected.
  int connections() {
    return clients.count();
  }

  /// Before the end: what has been answered shall arrive.
  void flushAll() {
    clients.flushAll();
  }
}
