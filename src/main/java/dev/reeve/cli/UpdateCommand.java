package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.Json;
import java.time.Duration;
import java.util.Objects;

/// `update`: the daemon becomes the version that this command is of, and no app notices.
record UpdateCommand(Session session) {
  /// It may wait for commands and for apps that are between two states.
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Duration START = Duration.ofSeconds(30);

  int run() throws Failed, NoAnswer {
    try (var connection = Connection.open(session.context().home())) {
      return update(connection);
    } catch (NoAnswer none) {
      if (none.why() != NoAnswer.Why.ABSENT) {
        throw none;
      }
      session.notices().say("no daemon runs: the next command starts one of this version");
      return Exits.DONE;
    }
  }

  private int update(Connection connection) throws Failed, NoAnswer {
    var before = pong(connection);
    var launcher = session.context().launcher().toString();
    var reply = connection.call(new Request.Update(launcher), LIMIT);
    if (reply instanceof Reply.Refused(var message, var hint)) {
      throw Failed.refused(message, Objects.requireNonNullElse(hint, "see the daemon's log"));
    }
    if (!(reply instanceof Reply.Text text)) {
      throw Session.unexpected(reply);
    }
    if (answersStill(connection)) {
      throw Failed.refused(
          "the daemon is still what it was",
          session.context().home().daemonLog() + " says why; nothing was stopped");
    }
    return told(before, text);
  }

  private static Reply.Pong pong(Connection connection) throws Failed, NoAnswer {
    var reply = connection.call(new Request.Ping(), START);
    if (reply instanceof Reply.Pong pong) {
      return pong;
    }
    throw Session.unexpected(reply);
  }

  /// What has become another one has closed the connection.
  private static boolean answersStill(Connection connection) {
    try {
      connection.call(new Request.Ping(), START);
      return true;
    } catch (NoAnswer gone) {
      return false;
    }
  }

  private int told(Reply.Pong before, Reply.Text expected) throws Failed, NoAnswer {
    try (var connection = Connection.open(session.context().home())) {
      var now = pong(connection);
      if (now.pid() != before.pid() || !expected.text().contains(Json.write(now.build()))) {
        throw Failed.refused(
            "another daemon has taken its place, pid %d, build %s"
                .formatted(now.pid(), now.build()),
            "the apps run on; " + session.context().home().daemonLog() + " says why");
      }
      session
          .notices()
          .say(
              "Reeve %s (build %s) goes on as %s (build %s), pid %d; no app was stopped"
                  .formatted(
                      before.version(), before.build(), now.version(), now.build(), now.pid()));
      return Exits.DONE;
    }
  }
}
