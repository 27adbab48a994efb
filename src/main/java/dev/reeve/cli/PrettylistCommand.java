package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import dev.reeve.model.Json;
import dev.reeve.term.Inspect;

/// `prettylist`: what `jlist` prints, in the notation of Node's `util.inspect`.
record PrettylistCommand(Session session) {
  int run() throws Failed, NoAnswer {
    try {
      session.out().println(Inspect.of(Json.parse(JlistCommand.text(session))));
      return Exits.DONE;
    } catch (Json.Malformed malformed) {
      throw Failed.refused("the daemon's list is no JSON: " + malformed.getMessage(), null);
    }
  }
}
