package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.client.NoAnswer;
import java.time.Duration;

/// `kill`: all apps stop, then the daemon ends. It starts no daemon to end it. With `--keep-apps`
/// they run on, for the next daemon.
record KillCommand(Session session, Arguments arguments) {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  int run() throws Failed, NoAnswer {
    try (var connection = Connection.open(session.context().home())) {
      boolean keep = arguments.has("keep-apps");
      var reply = session.watched(shown -> connection.call(new Request.Kill(keep), LIMIT, shown));
      if (reply instanceof Reply.Refused(var message, var hint)) {
        throw Failed.refused(message, hint);
      }
      boolean ok = told(reply);
      var down = ok ? "every app is down" : "some apps could not be brought down";
      session.notices().say(keep ? "its apps run on, until the next daemon takes over" : down);
      connection.awaitEnd(LIMIT);
      session.notices().say("the daemon is gone");
      return ok ? Exits.DONE : Exits.FAILED;
    } catch (NoAnswer none) {
      if (none.why() != NoAnswer.Why.ABSENT) {
        throw none;
      }
      session.notices().say("there is no daemon to end for " + session.context().home().root());
      return Exits.DONE;
    }
  }

  private boolean told(Reply reply) {
    boolean ok = true;
    if (reply instanceof Reply.Done(var outcomes)) {
      for (var outcome : outcomes) {
        session.notices().outcome(outcome);
        ok &= outcome.ok();
      }
    }
    return ok;
  }
}
