package dev.reeve.export;

import dev.reeve.model.WrittenApp;
import org.jspecify.annotations.Nullable;

/// What a container makes of an app, whoever runs it.
record InContainer(Inside inside) {

  void check(WrittenApp app, Notes notes) {
    var spec = app.spec();
    var command = spec.command();
    if (!inside.holds(command.cwd())) {
      notes.say(
          "cwd",
          command.cwd()
              + " is not under "
              + inside.root()
              + ", which the image has as "
              + Inside.HOME
              + ": build the image so that it has both");
    } else if (command.hasInterpreter() && !inside.holds(command.script())) {
      notes.say(
          "script",
          command.script() + " is not under " + inside.root() + ": the image must have it");
    }
    if (spec.isCluster() && spec.instances().count() > 1) {
      notes.say("exec_mode", "one worker a container, each with a port of its own");
    }
    notes.differs("listen", "no socket is handed over: the app must listen at the port by itself");
    if (!spec.stop().treeKill().tree()) {
      notes.missing("treekill", "all processes of a container end with the first");
    }
    if (user(app) == null) {
      notes.missing("gid", "it needs a uid");
    }
  }

  /// `uid:gid`, of numbers or of names that the image knows.
  static @Nullable String user(WrittenApp app) {
    var uid = app.text("uid");
    var gid = app.text("gid");
    return uid.isBlank() ? null : gid.isBlank() ? uid : uid + ":" + gid;
  }
}
