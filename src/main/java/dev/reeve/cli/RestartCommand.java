package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import dev.reeve.config.ConfigLoader;
import dev.reeve.model.Adjustment;

/// `restart`: of known apps as they are, of an ecosystem file as it is now.
record RestartCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var words = arguments.targets();
    var renewing = new Renewing(session, arguments);
    boolean files = words.stream().allMatch(ConfigLoader::isEcosystemFile);
    if (files) {
      return new StartCommand(session, renewing.forFile()).run();
    }
    if (words.stream().anyMatch(ConfigLoader::isEcosystemFile)) {
      throw Failed.usage("files and names can't be restarted in one go", "use two commands");
    }
    var acting = new Acting(session, arguments);
    boolean update = arguments.has("update-env");
    if (!update) {
      session.notices().say("the environment stays as it was; -a takes that of this shell");
    }
    var targets = acting.targets();
    var env = update ? new Layers(session).of(targets) : null;
    var renewed = renewing.respec(targets);
    renewing.adjust(renewed, Adjustment.Turn.TOGGLE);
    int exit = acting.act(new Request.Restart(renewed, env));
    acting.showList();
    return exit;
  }
}
