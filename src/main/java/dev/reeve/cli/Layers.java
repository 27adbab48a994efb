package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import dev.reeve.config.EnvFiles;
import dev.reeve.model.AppSpec;
import dev.reeve.model.FreshEnv;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The layers of apps' environments that lie outside of the list, as they are at this moment: this
/// shell, and the `.env` files.
record Layers(Session session) {

  /// For the apps that are meant. A file that can't be read is told, and nothing else is done.
  FreshEnv of(List<String> targets) throws Failed, NoAnswer {
    var specs = new ArrayList<AppSpec>();
    DescribeCommand.details(session, targets).forEach(detail -> specs.add(detail.spec()));
    return ofSpecs(specs);
  }

  FreshEnv ofSpecs(List<AppSpec> specs) throws Failed {
    var caller = session.context().env();
    var files = new HashMap<String, Map<String, String>>();
    boolean wrong = false;
    for (var spec : specs) {
      var rules = spec.environment().rules();
      if (rules.files().isEmpty() || files.containsKey(FreshEnv.key(spec))) {
        continue;
      }
      var found = EnvFiles.read(rules.files(), rules.filter().of(caller), spec.command().as());
      found
          .problems()
          .forEach(
              problem -> session.notices().error(spec.name() + ".env_file: " + problem.sentence()));
      wrong |= !found.problems().isEmpty();
      files.put(FreshEnv.key(spec), found.variables());
    }
    if (wrong) {
      throw Failed.refused("nothing was done", null);
    }
    return new FreshEnv(caller, files);
  }
}
