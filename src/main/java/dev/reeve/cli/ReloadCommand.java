package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import dev.reeve.config.ConfigLoader;
import dev.reeve.model.AppSpec;
import java.util.ArrayList;
import java.util.List;

/// `reload`: replaces runs without a gap. Of an ecosystem file it starts what is not there yet.
record ReloadCommand(Session session, Arguments arguments) {
  private static final int MOST_AT_ONCE = 100;

  int run() throws Failed, NoAnswer {
    var words = arguments.targets();
    int parallel = Math.clamp(arguments.count("parallel", 1), 1, MOST_AT_ONCE);
    var acting = new Acting(session, arguments);
    boolean files = words.stream().allMatch(ConfigLoader::isEcosystemFile);
    if (!files && words.stream().anyMatch(ConfigLoader::isEcosystemFile)) {
      throw Failed.usage("files and names can't be reloaded in one go", "use two commands");
    }
    int exit =
        acting.act(files ? new Request.Rollout(specs(words), parallel) : known(acting, parallel));
    acting.showList();
    return exit;
  }

  private Request known(Acting acting, int parallel) throws Failed, NoAnswer {
    var targets = acting.targets();
    var env = arguments.has("update-env") ? new Layers(session).of(targets) : null;
    return new Request.Reload(targets, env, parallel);
  }

  private List<AppSpec> specs(List<String> files) throws Failed {
    var specs = new ArrayList<AppSpec>();
    boolean wrong = false;
    for (var file : files) {
      var loaded = session.loader().load(file, arguments.flags());
      wrong |= !Loading.tell(session, loaded);
      specs.addAll(loaded.specs());
    }
    if (wrong || specs.isEmpty()) {
      throw Failed.refused("nothing was reloaded", null);
    }
    return specs;
  }
}
