package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import java.util.ArrayList;

/// `list`: the table, or with `-m` a few lines an app.
record ListCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var order = ListOrder.of(arguments.text("sort"));
    var views = new ArrayList<>(session.listing());
    views.sort(order);
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
