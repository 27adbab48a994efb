package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import java.io.IOException;

/// `monit`: starts the daemon if it is not there, as other commands do, and hands over.
record MonitCommand(Session session) {

  int run() throws Failed, NoAnswer {
    var context = session.context();
    if (context.terminal().columns() == 0 || "dumb".equals(context.env().get("TERM"))) {
      throw Failed.refused(
          "monit needs a terminal, and its output goes to none",
          "'list', 'describe' and 'logs' print the same");
    }
    session.listing();
    try {
      return context.dashboard().run(context.home(), session.paint().on());
    } catch (IOException failed) {
      throw Failed.refused("the terminal can't be used: " + failed.getMessage(), null);
    }
  }
}
