package dev.reeve.cli;

import dev.reeve.client.NoAnswer;

/// `list`: the table, or with `-m` a few lines an app.
record ListCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var views = session.listing();
    long now = session.context().nowMs().getAsLong();
    if (arguments.has("mini-list")) {
      session.print(MiniScreen.lines(views, now));
    } else {
      int room = session.context().terminal().columns();
      session.print(ListScreen.lines(views, now, room, session.paint()));
    }
    return Exits.DONE;
  }
}
