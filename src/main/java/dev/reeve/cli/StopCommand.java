package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;

/// `stop`: down, and kept in the list.
record StopCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var acting = new Acting(session, arguments);
    int exit = acting.act(new Request.Stop(acting.targets()));
    acting.showList();
    return exit;
  }
}
