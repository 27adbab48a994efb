package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import java.util.List;

/// `flush`: empty log files, of all apps if none is named.
record FlushCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var acting = new Acting(session, arguments);
    var targets = arguments.words().isEmpty() ? List.of("all") : acting.targets();
    int exit = acting.act(new Request.Flush(targets));
    if (exit == Exits.DONE) {
      session.notices().say("the log files are empty");
    }
    return exit;
  }
}
