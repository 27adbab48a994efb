package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import java.util.List;

/// `trigger`: an action that apps have offered; what they answer is data.
record TriggerCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var words = arguments.words();
    if (words.size() < 2 || words.size() > 3) {
      throw Failed.usage(
          "'trigger' takes an app, an action, and perhaps a parameter",
          "usage: " + arguments.command().usage());
    }
    var parameter = words.size() == 3 ? words.get(2) : null;
    var target = Acting.checked(words.getFirst());
    var reply = session.act(new Request.Trigger(words.get(1), parameter, List.of(target)));
    if (!(reply instanceof Reply.Done(var outcomes))) {
      throw Session.unexpected(reply);
    }
    boolean ok = true;
    for (var outcome : outcomes) {
      if (outcome.ok()) {
        var label = "[%s:%s]".formatted(outcome.name(), outcome.id());
        session.out().println(label + "=" + outcome.message());
      } else {
        session.notices().outcome(outcome);
      }
      ok &= outcome.ok();
    }
    return ok ? Exits.DONE : Exits.FAILED;
  }
}
