package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.Target;
import dev.reeve.term.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/// What all commands that change something do: ask, say how it went for each instance, and show the
/// list.
record Acting(Session session, Arguments arguments) {

  /// Asks, and tells each outcome; the exit code says whether all went well.
  int act(Request request) throws Failed, NoAnswer {
    var reply = session.act(request);
    if (!(reply instanceof Reply.Done(var outcomes))) {
      throw Session.unexpected(reply);
    }
    boolean ok = true;
    for (var outcome : outcomes) {
      tell(outcome);
      ok &= outcome.ok();
    }
    return ok ? Exits.DONE : Exits.FAILED;
  }

  private void tell(Reply.Outcome outcome) {
    var name = "[" + outcome.name() + "](" + outcome.id() + ") ";
    if (outcome.ok()) {
      session.notices().say(name + session.paint().apply(Style.GREEN, "✓"));
    } else {
      session
          .notices()
          .error(name + session.paint().apply(Style.RED, "✗") + " " + outcome.message());
    }
  }

  /// The list as it is now; a silent command prints none.
  void showList() throws Failed, NoAnswer {
    if (!session.silent()) {
      new ListCommand(session, arguments).run();
    }
  }

  /// The targets of the line, each ecosystem file replaced by its apps' names.
  List<String> targets() throws Failed {
    var targets = new ArrayList<String>();
    for (var word : arguments.targets()) {
      if (dev.reeve.config.ConfigLoader.isEcosystemFile(word)) {
        targets.addAll(namesIn(word));
      } else {
        targets.add(checked(word));
      }
    }
    return targets;
  }

  private List<String> namesIn(String file) throws Failed {
    var names = session.loader().names(file, arguments.flags());
    for (var problem : names.problems()) {
      session.notices().error(problem.sentence());
    }
    if (names.names().isEmpty()) {
      throw Failed.refused("nothing was done, as " + file + " names no app", null);
    }
    return names.names();
  }

  /// A word that the daemon can read as a target.
  static String checked(String word) throws Failed {
    try {
      Target.parse(word);
      return word;
    } catch (PatternSyntaxException malformed) {
      throw Failed.usage(
          word + " is no regular expression: " + malformed.getDescription(),
          "quote it for the shell");
    }
  }
}
