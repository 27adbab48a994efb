package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.api.Wire;
import dev.reeve.loop.Loop;
import dev.reeve.os.Kernel;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;

/// Our own socket: who is connected, and what waits for them.
final class Door {
  /// What waits for all clients together, in bytes; a list of a thousand apps has 15 MB.
  static final long MAX_WAITING_BYTES = 48 << 20;

  private final Loop loop;
  private final Kernel kernel;
  private final Requests requests;
  private final DaemonLog log;
  private final Entrance entrance;
  private final Set<Connection> connections = new HashSet<>();

  /// Who carries requests out.
  interface Requests {
    void handle(Request request, Answer answer);
  }

  Door(Supervisor supervisor, Requests requests, int ownUid) {
    this.loop = supervisor.loop();
    this.kernel = supervisor.kernel();
    this.log = supervisor.log();
    this.requests = requests;
    this.entrance =
        new Entrance(supervisor, ownUid, fd -> connections.add(new Connection(this, fd)));
  }

  /// Begins to take connections from a listening socket.
  void open(int listener) {
    entrance.open(listener);
  }

  Loop loop() {
    return loop;
  }

  Kernel kernel() {
    return kernel;
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

  /// Cuts off who reads the least, until the others fit.
  void boundWaiting() {
    while (waitingBytes() > MAX_WAITING_BYTES) {
      var biggest =
          connections.stream()
              .max(Comparator.comparingLong(Connection::waitingBytes))
              .orElseThrow();
      log.say(
          "a client is cut off: it did not read, and %d MB waited for it"
              .formatted(biggest.waitingBytes() >> 20));
      biggest.close();
    }
  }

  private long waitingBytes() {
    return connections.stream().mapToLong(Connection::waitingBytes).sum();
  }

  void onClosed(Connection connection) {
    connections.remove(connection);
  }

  /// How many clients are connected.
  int connections() {
    return connections.size();
  }

  /// Before the end: what has been answered shall arrive.
  void flushAll() {
    Set.copyOf(connections).forEach(Connection::flush);
  }
}
