package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import java.util.ArrayList;

/// `pid`: a line a run; an empty line when there is none, as PM2 prints.
record PidCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var wanted = arguments.words().isEmpty() ? null : arguments.word();
    var pids = new ArrayList<String>();
    for (var view : session.listing()) {
      boolean meant =
          wanted == null || wanted.equals(view.name()) || wanted.equals(view.id().toString());
      if (meant) {
        pids.add(String.valueOf(view.pid()));
      }
    }
    session.out().println(String.join("\n", pids));
    return Exits.DONE;
  }
}
