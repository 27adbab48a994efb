package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;

/// `save`: the list for `resurrect`.
record SaveCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var reply = session.ask(new Request.Save(arguments.has("force")));
    if (!(reply instanceof Reply.Saved(var path, int instances))) {
      throw Session.unexpected(reply);
    }
    session.notices().say(instances + " instances kept for resurrect, in " + path);
    return Exits.DONE;
  }
}
