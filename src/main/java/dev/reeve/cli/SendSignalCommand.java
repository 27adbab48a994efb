package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.Signal;
import java.util.List;

/// `sendSignal`: to the main process of each.
record SendSignalCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    if (arguments.words().size() != 2) {
      throw Failed.usage(
          "'sendSignal' takes a signal and an app", "usage: " + arguments.command().usage());
    }
    var signal = arguments.words().getFirst();
    var known =
        Signal.parse(signal)
            .orElseThrow(
                () -> Failed.refused("unknown signal '" + signal + "'", "such as SIGUSR2"));
    var acting = new Acting(session, arguments);
    var target = Acting.checked(arguments.words().getLast());
    int exit = acting.act(new Request.SendSignal(known.name(), List.of(target)));
    acting.showList();
    return exit;
  }
}
