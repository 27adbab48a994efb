package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import dev.reeve.config.Loaded;
import dev.reeve.model.AppSpec;
import dev.reeve.model.InstanceDetail;
import java.util.List;

/// What a command needs that goes on with a whole file or with nothing.
record Loading(Session session, Arguments arguments) {

  /// All apps of a file; all that is wrong with it is told, and then `nothing` done.
  List<AppSpec> specs(String file, String nothing) throws Failed {
    var loaded = session.loader().load(file, arguments.flags());
    if (!tell(session, loaded)) {
      throw Failed.refused(nothing, null);
    }
    var all = new java.util.ArrayList<>(loaded.needed());
    all.addAll(loaded.specs());
    return all;
  }

  /// Tells all that is to be said of what was loaded: whether nothing of it is wrong.
  static boolean tell(Session session, Loaded loaded) {
    loaded.warnings().forEach(warning -> session.notices().warn(warning.sentence()));
    loaded.problems().forEach(problem -> session.notices().error(problem.sentence()));
    return loaded.problems().isEmpty();
  }

  /// What the daemon knows about some, perhaps nothing.
  static List<InstanceDetail> details(Session session, List<String> words) throws Failed, NoAnswer {
    var reply = session.ask(new Request.Describe(words));
    if (reply instanceof Reply.Details(var details)) {
      return details;
    }
    throw Session.unexpected(reply);
  }
}
