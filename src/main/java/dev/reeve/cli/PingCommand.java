package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;

/// `ping`: whether the daemon answers; it is started if it is not there, as PM2 does.
record PingCommand(Session session) {
  int run() throws Failed, NoAnswer {
    var reply = session.ask(new Request.Ping());
    if (!(reply instanceof Reply.Pong pong)) {
      throw Session.unexpected(reply);
    }
    session.out().println("{ msg: 'pong' }");
    if (pong.faults() > 0) {
      session
          .notices()
          .warn("the daemon caught " + pong.faults() + " faults of its own; see " + log());
    }
    return Exits.DONE;
  }

  private String log() {
    return session.context().home().daemonLog().toString();
  }
}
