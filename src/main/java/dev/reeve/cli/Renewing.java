package dev.reeve.cli;

import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import dev.reeve.config.Overlay;
import dev.reeve.model.Adjustment;
import dev.reeve.model.Adjustment.Turn;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Cron;
import dev.reeve.model.FreshEnv;
import dev.reeve.model.InstanceDetail;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a command for known apps says about their options, besides what it does.
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

  /// Gives apps the options that the line has for them. Returns what names them from then on: it
  /// may be the name that changes.
  List<String> respec(List<String> targets) throws Failed, NoAnswer {
    var overlay = new Overlay(arguments.flags());
    var others = overlay.others(KEYS);
    if (!others.isEmpty()) {
      session
          .notices()
          .warn("a restart doesn't change " + String.join(", ", others) + "; 'start -f' does");
    }
    if (!overlay.saysAnything()) {
      return targets;
    }
    var known = DescribeCommand.details(session, targets);
    var numbers = known.stream().map(each -> each.view().id().toString()).toList();
    var specs = known.stream().map(each -> overlay.over(each.spec())).toList();
    if (arguments.app().containsKey("name") || arguments.app().containsKey("namespace")) {
      checkNames(known.stream().map(InstanceDetail::spec).toList(), numbers, specs);
    }
    session.ask(new Request.Respec(numbers, specs));
    return numbers;
  }

  /// Two apps of one name would be one to every command, and an app is all its instances.
  private void checkNames(List<AppSpec> old, List<String> numbers, List<AppSpec> specs)
      throws Failed, NoAnswer {
    var before = old.stream().map(FreshEnv::key).distinct().toList();
    var names = specs.stream().map(FreshEnv::key).distinct().toList();
    if (names.size() < before.size()) {
      throw Failed.refused("several apps can't have one name", "restart one at a time");
    }
    for (var view : session.listing()) {
      if (numbers.contains(view.id().toString())) {
        continue;
      }
      var app = FreshEnv.key(view.namespace(), view.name());
      if (names.contains(app)) {
        throw Failed.refused(view.name() + " is in the list already", "choose another name");
      }
      if (before.contains(app)) {
        throw Failed.refused(
            "all instances of " + view.name() + " have its name", "rename it by its name");
      }
    }
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
