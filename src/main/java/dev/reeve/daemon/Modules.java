package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.api.SpecJson;
import dev.reeve.model.AppSpec;
import dev.reeve.store.ModuleFolders;
import java.util.ArrayList;

/// The modules of a home: they start with the daemon, and are in no saved list.
record Modules(Supervisor supervisor, Commands commands) {
  /// Starts those that were not taken over.
  void begin() {
    var specs = new ArrayList<AppSpec>();
    for (var apps : new ModuleFolders(supervisor.home()).read(supervisor.log()::say)) {
      SpecJson.read(apps).stream()
          .filter(spec -> supervisor.all().stream().noneMatch(each -> each.isOf(spec)))
          .forEach(specs::add);
    }
    if (!specs.isEmpty()) {
      commands.handle(new Request.Start(specs, false), new Answer.Own(this::tell));
    }
  }

  private void tell(Reply reply) {
    if (reply instanceof Reply.Done(var outcomes)) {
      outcomes.stream()
          .filter(each -> !each.ok())
          .forEach(each -> supervisor.log().say("module " + each.name() + ": " + each.message()));
    } else {
      supervisor.log().say("modules: " + reply);
    }
  }
}
