package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import dev.reeve.model.RotationKeys;
import java.util.Map;

/// `install` and `uninstall`: the one module that there is is built in, and is turned on and off.
record InstallCommand(Session session, Arguments arguments) {
  int run() throws Failed, NoAnswer {
    var module = arguments.word();
    boolean on = arguments.command().name().equals("install");
    if (!bare(module).equals(RotationKeys.MODULE)) {
      throw Failed.refused(
          "the module '" + module + "' was not touched: Reeve runs no modules of PM2",
          RotationKeys.MODULE + " is built in; run another one as an app of its own");
    }
    var key = RotationKeys.MODULE + ":" + RotationKeys.ENABLED;
    int exit = new Configuring(session).change(Map.of(key, String.valueOf(on)));
    session
        .notices()
        .say(
            on
                ? RotationKeys.MODULE + " is built in, and on: log files are rotated"
                : RotationKeys.MODULE + " is off: log files are not rotated, and grow");
    return exit;
  }

  /// Less the version: `pm2-logrotate@latest`.
  private static String bare(String module) {
    int at = module.indexOf('@', 1);
    return at < 0 ? module : module.substring(0, at);
  }
}
