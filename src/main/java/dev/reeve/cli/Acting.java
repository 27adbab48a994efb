package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import dev.reeve.config.ConfigLoader;
import dev.reeve.model.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
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
    if (outcomes.isEmpty() && arguments.words().contains("all")) {
      throw Failed.refused("no app is in the list", "'start' one");
    }
    boolean ok = true;
    for (var outcome : outcomes) {
      session.notices().outcome(outcome);
      ok &= outcome.ok();
    }
    return ok ? Exits.DONE : Exits.FAILED;
  }

  /// The list as it is now; a silent command prints none.
  void showList() throws Failed, NoAnswer {
    if (!session.silent()) {
      new ListCommand(session, arguments).run();
    }
  }

  /// The targets of the line, each ecosystem file replaced by the names of its apps. Those that are
  /// not in the list, as they could not start perhaps, don't keep the others from being meant.
  List<String> targets() throws Failed, NoAnswer {
    var targets = new ArrayList<String>();
    for (var word : arguments.targets()) {
      if (ConfigLoader.isEcosystemFile(word)) {
        targets.addAll(namesIn(word));
      } else if (isScript(word)) {
        targets.addAll(numbersOf(word));
      } else {
        targets.add(checked(word));
      }
    }
    return targets;
  }

  /// Whether a word is the path of a file; a name in the list goes before.
  private boolean isScript(String word) throws Failed, NoAnswer {
    var target = Target.parse(checked(word));
    if (!(target instanceof Target.Named) || !Files.isRegularFile(place(word))) {
      return false;
    }
    return session.listing().stream()
        .noneMatch(view -> target.matches(view.id(), view.name(), view.namespace()));
  }

  private Path place(String word) {
    return session.context().cwd().resolve(word).normalize();
  }

  /// The numbers of the instances that run a script.
  private List<String> numbersOf(String script) throws Failed, NoAnswer {
    var path = place(script).toString();
    var numbers = new ArrayList<String>();
    for (var detail : DescribeCommand.details(session, List.of("all"))) {
      if (detail.spec().command().script().equals(path)) {
        numbers.add(detail.view().id().toString());
      }
    }
    if (numbers.isEmpty()) {
      throw Failed.refused("no app in the list runs " + path, "see 'list'");
    }
    return numbers;
  }

  private List<String> namesIn(String file) throws Failed, NoAnswer {
    var names = session.loader().names(file, arguments.flags());
    for (var problem : names.problems()) {
      session.notices().error(problem.sentence());
    }
    var listed = new HashSet<String>();
    session.listing().forEach(view -> listed.add(view.name()));
    var there = new ArrayList<String>();
    for (var name : names.names()) {
      if (listed.contains(name)) {
        there.add(name);
      } else {
        session.notices().warn(file + ": " + name + " is not in the list");
      }
    }
    if (there.isEmpty()) {
      throw Failed.refused("nothing was done, as no app of " + file + " is in the list", null);
    }
    return there;
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
