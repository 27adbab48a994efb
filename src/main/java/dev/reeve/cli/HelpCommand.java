package dev.reeve.cli;

import dev.reeve.model.Nearest;

/// `help`: of all, or of one.
record HelpCommand(Session session, Arguments arguments) {
  int run() throws Failed {
    var program = session.context().program();
    if (arguments.words().isEmpty()) {
      session.print(HelpText.overview(program));
      return Exits.DONE;
    }
    var word = arguments.word();
    var command = CommandTable.of(word);
    if (command == null) {
      var nearest = Nearest.of(word, CommandTable.words());
      throw Failed.usage(
          "unknown command '" + word + "'",
          nearest.map(other -> "did you mean '" + other + "'?").orElse("see 'help'"));
    }
    session.print(HelpText.of(command, program));
    return Exits.DONE;
  }
}
