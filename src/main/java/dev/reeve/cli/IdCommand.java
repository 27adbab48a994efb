package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import dev.reeve.term.Inspect;
import java.util.ArrayList;

/// `id`: the numbers of an app's instances, as Node prints a list.
record IdCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var name = arguments.word();
    var ids = new ArrayList<Integer>();
    for (var view : session.listing()) {
      if (view.name().equals(name)) {
        ids.add(view.id().number());
      }
    }
    session.out().println(Inspect.of(ids));
    return Exits.DONE;
  }
}
