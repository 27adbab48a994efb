package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;

/// `resurrect`: what the saved list holds and is not there.
record ResurrectCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    session.notices().say("bringing back what is in " + session.context().home().savedList());
    var acting = new Acting(session, arguments);
    int exit = acting.act(new Request.Resurrect());
    acting.showList();
    return exit;
  }
}
