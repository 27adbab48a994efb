package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.Adjustment;
import dev.reeve.model.Adjustment.Turn;
import dev.reeve.model.Cron;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a command for known apps says about their watch and their schedule, besides what it does.
record Renewing(Session session, Arguments arguments) {
  /// Those of the keys of apps that a known app can be given.
  private static final List<String> KEYS = List.of("watch", "cron_restart");

  /// Says it to the daemon, if the line says anything: `watch` is what its option means here.
  void adjust(List<String> targets, Turn watch) throws Failed, NoAnswer {
    boolean turns = arguments.has("watch") || arguments.app().containsKey("watch");
    var adjustment = new Adjustment(turns ? watch : Turn.LEAVE, cron());
    if (turns || adjustment.cron() != null) {
      session.ask(new Request.Adjust(targets, adjustment));
    }
  }

  private @org.jspecify.annotations.Nullable String cron() {
    var value = arguments.app().get("cron_restart");
    return value == null ? null : value instanceof Cron cron ? cron.text() : "";
  }

  /// Whether the line has options of apps that a known app is not given.
  boolean saysMore() {
    var others = new ArrayList<>(arguments.app().keySet());
    others.removeAll(KEYS);
    return !others.isEmpty();
  }

  /// The same line for a file, where `--watch` is an option of its apps.
  Arguments forFile() {
    if (!arguments.has("watch")) {
      return arguments;
    }
    Map<String, Object> app = new HashMap<>(arguments.app());
    app.put("watch", true);
    return new Arguments(
        arguments.command(), arguments.words(), arguments.afterDashes(), arguments.own(), app);
  }
}
