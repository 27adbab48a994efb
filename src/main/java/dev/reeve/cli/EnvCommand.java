package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import dev.reeve.term.Style;
import java.util.ArrayList;
import java.util.List;

/// `env`: what the last run was given.
record EnvCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var lines = new ArrayList<String>();
    for (var detail : DescribeCommand.details(session, List.of(arguments.word()))) {
      detail
          .environment()
          .forEach(
              (name, value) -> lines.add(name + ": " + session.paint().apply(Style.GREEN, value)));
    }
    session.print(lines);
    return Exits.DONE;
  }
}
