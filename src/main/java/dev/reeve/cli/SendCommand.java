package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import java.util.List;

/// `send`: a line to the standard input of an app.
record SendCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var words = arguments.words();
    if (words.size() < 2) {
      throw Failed.usage("'send' takes an app and a line", "usage: " + arguments.command().usage());
    }
    var target = Acting.checked(words.getFirst());
    var line = String.join(" ", words.subList(1, words.size())) + "\n";
    var acting = new Acting(session, arguments);
    int exit = acting.act(new Request.SendInput(line, List.of(target)));
    acting.showList();
    return exit;
  }
}
