package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.api.Wire;
import dev.reeve.loop.Loop;
import dev.reeve.loop.Rank;
import dev.reeve.os.Kernel;
import dev.reeve.os.Readiness;
import java.util.HashSet;
import java.util.Set;

/// Our own socket: lets in connections of our own user, and nobody else's.
final class Door {
  private final Loop loop;
  private final Kernel kernel;
  private final Commands commands;
  private final DaemonLog log;
  private final int ownUid;
  private final Set<Connection> connections = new HashSet<>();

  Door(Supervisor supervisor, Commands commands, int ownUid) {
    this.loop = supervisor.loop();
    this.kernel = supervisor.kernel();
    this.log = supervisor.log();
    this.commands = commands;
    this.ownUid = ownUid;
  }

  /// Begins to take connections from a listening socket.
  void open(int listener) {
    loop.watch(listener, Readiness.READ, Rank.REQUEST, (_, _, _) -> acceptAll(listener));
  }

  private void acceptAll(int listener) {
    for (int fd = kernel.accept(listener); fd >= 0; fd = kernel.accept(listener)) {
      int uid = kernel.peerUid(fd);
      if (uid == ownUid || uid == 0) {
        connections.add(new Connection(this, fd));
      } else {
        log.say("a connection of uid " + uid + " is refused: this daemon is of uid " + ownUid);
        kernel.close(fd);
      }
    }
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
    }
    try {
      commands.handle(call.request(), connection.answerTo(call.id()));
    } catch (RuntimeException fault) {
      connection.send(
          Wire.reply(
              call.id(),
              new Reply.Refused(
                  "a fault of Reeve's own: " + fault, "please report it with the daemon's log")));
      log.fault(fault);
    }
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
