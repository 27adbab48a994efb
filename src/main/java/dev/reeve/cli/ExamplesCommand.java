package dev.reeve.cli;

import java.util.ArrayList;
import java.util.List;

/// `examples`: what people do most, a line each.
record ExamplesCommand(Session session) {
  private record Example(String what, String line) {}

  private static final List<Example> EXAMPLES =
      List.of(
          new Example("Start a program and keep it up", "start app.js --name api"),
          new Example("Start what a file describes", "start ecosystem.config.js --env production"),
          new Example("See what runs, and why something does not", "ls"),
          new Example("Follow what it writes", "logs api --lines 50"),
          new Example("Have as many instances as there are cores", "start app.js -i max"),
          new Example("Bring in a new version without losing a request", "reload api"),
          new Example("Stop it, and take it off the list", "delete api"),
          new Example("Have everything back after a reboot", "startup && save"),
          new Example("Complete what is typed", "completion install"));

  int run() {
    var program = session.context().program();
    var lines = new ArrayList<String>();
    for (var each : EXAMPLES) {
      lines.add(each.what() + ":");
      lines.add("    " + program + " " + each.line().replace("&& ", "&& " + program + " "));
      lines.add("");
    }
    lines.add("'" + program + " help' has every command.");
    session.print(lines);
    return Exits.DONE;
  }
}
