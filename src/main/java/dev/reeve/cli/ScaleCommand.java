package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;

/// `scale`: more or fewer instances of an app.
record ScaleCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var words = arguments.words();
    if (words.size() != 2) {
      throw Failed.usage(
          "'scale' takes the name of an app and a number", "usage: " + arguments.command().usage());
    }
    var acting = new Acting(session, arguments);
    int exit = acting.act(new Request.Scale(words.getFirst(), words.getLast()));
    acting.showList();
    return exit;
  }
}
