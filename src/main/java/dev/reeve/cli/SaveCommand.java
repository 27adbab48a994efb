package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;

/// `save`: the list for `resurrect`.
record SaveCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    session.notices().say("Saving current process list...");
    var reply = session.ask(new Request.Save(arguments.has("force")));
    if (!(reply instanceof Reply.Saved(var path, int instances))) {
      throw Session.unexpected(reply);
    }
    session.notices().say("Successfully saved in " + path + " (" + instances + " instances)");
    return Exits.DONE;
  }
}
