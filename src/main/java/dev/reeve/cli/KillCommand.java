package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.client.NoAnswer;
import java.time.Duration;

/// `kill`: all apps stop, then the daemon ends. It starts no daemon to end it.
record KillCommand(Session session) {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  int run() throws Failed, NoAnswer {
    try (var connection = Connection.open(session.context().home())) {
      var reply = connection.call(new Request.Kill(), LIMIT);
      if (reply instanceof Reply.Refused(var message, var hint)) {
        throw Failed.refused(message, hint);
      }
      session.notices().say("All Applications Stopped");
      connection.follow(_ -> {}, () -> true);
      session.notices().say("Daemon Stopped");
      return Exits.DONE;
    } catch (NoAnswer none) {
      if (none.why() != NoAnswer.Why.ABSENT) {
        throw none;
      }
      session.notices().say("No daemon is running for " + session.context().home().root());
      return Exits.DONE;
    }
  }
}
