package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import dev.reeve.model.InstanceView;
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
      var modules = views.stream().filter(InstanceView::module).toList();
      views.removeAll(modules);
      session.print(ListScreen.lines(views, now, room, session.paint()));
      if (!modules.isEmpty()) {
        session.print(
            new ModuleScreen(session.context().home(), session.paint(), room).lines(modules));
      }
    }
    return Exits.DONE;
  }
}
