package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.Adjustment;

/// `stop`: down, and kept in the list.
record StopCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var acting = new Acting(session, arguments);
    var targets = acting.targets();
    new Renewing(session, arguments).adjust(targets, Adjustment.Turn.OFF);
    int exit = acting.act(new Request.Stop(targets));
    acting.showList();
    return exit;
  }
}
