package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;

/// `jlist`: one line of JSON, as the daemon made it.
record JlistCommand(Session session) {
  int run() throws Failed, NoAnswer {
    session.out().println(text(session));
    return Exits.DONE;
  }

  static String text(Session session) throws Failed, NoAnswer {
    var reply = session.ask(new Request.Pm2Listing());
    if (reply instanceof Reply.Text list) {
      return list.text();
    }
    throw Session.unexpected(reply);
  }
}
