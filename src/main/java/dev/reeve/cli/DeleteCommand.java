package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;

/// `delete`: down, and off the list.
record DeleteCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var acting = new Acting(session, arguments);
    int exit = acting.act(new Request.Delete(acting.targets()));
    acting.showList();
    return exit;
  }
}
