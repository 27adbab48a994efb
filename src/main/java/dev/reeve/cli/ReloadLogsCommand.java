package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.client.NoAnswer;
import java.time.Duration;

/// `reloadLogs`: for the system's logrotate, after it has moved files away. It starts no daemon:
/// where none runs, no file is open.
record ReloadLogsCommand(Session session) {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  int run() throws Failed, NoAnswer {
    try (var connection = Connection.open(session.context().home())) {
      var reply = connection.call(new Request.ReloadLogs(), LIMIT);
      if (reply instanceof Reply.Refused(var message, var hint)) {
        throw Failed.refused(message, hint);
      }
      session.notices().say("all log files are open anew");
    } catch (NoAnswer none) {
      if (none.why() != NoAnswer.Why.ABSENT) {
        throw none;
      }
      session.notices().say("there is no daemon for " + session.context().home().root());
    }
    return Exits.DONE;
  }
}
