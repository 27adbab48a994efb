package dev.reeve.cli;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Care;
import dev.reeve.model.Hook;
import dev.reeve.model.ShellLine;
import dev.reeve.model.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;

/// `dev`: apps as they are, and restarted when their files change.
final class Developing {
  private static final Duration LONGEST_COMMAND = Duration.ofMinutes(10);
  private static final int OFTEN_ENOUGH = 10_000;

  private Developing() {}

  static List<AppSpec> of(Arguments arguments, List<AppSpec> specs) {
    return specs.stream().map(spec -> spec.withCare(care(arguments, spec.care()))).toList();
  }

  private static Care care(Arguments arguments, Care care) {
    var before = care.renewal().watch();
    var ignored = new ArrayList<>(before.ignored());
    var more = arguments.text("ignore");
    if (more != null) {
      ignored.addAll(List.of(more.strip().split("[,\\s]+", -1)));
    }
    var watch =
        new Watch(
            true, before.paths(), ignored, before.delay(), before.followLinks(), before.depth());
    var hooks = new EnumMap<Hook.When, Hook>(Hook.When.class);
    hooks.putAll(care.hooks());
    var command = arguments.text("post-exec");
    if (command != null) {
      hooks.put(Hook.When.POST_START, afterRestart(command, arguments.has("silent-exec")));
    }
    return new Care(care.health(), care.dependsOn(), hooks, care.renewal().with(watch));
  }

  /// The first start is none.
  private static Hook afterRestart(String command, boolean silent) {
    var line = silent ? "{ " + command + "\n} >/dev/null 2>&1" : command;
    var whole = "[ \"$REEVE_RESTARTS\" = 0 ] || { " + line + "\n}";
    return new Hook(ShellLine.command(whole), null, LONGEST_COMMAND, OFTEN_ENOUGH);
  }
}
