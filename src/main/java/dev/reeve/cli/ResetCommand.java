package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;

/// `reset`: the counts are 0 again.
record ResetCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var acting = new Acting(session, arguments);
    int exit = acting.act(new Request.Reset(acting.targets()));
    acting.showList();
    return exit;
  }
}
