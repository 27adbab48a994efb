package dev.reeve.daemon;

import dev.reeve.loop.Loop;
import dev.reeve.model.Exit;
import dev.reeve.model.Hook;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Signal;
import dev.reeve.os.Kernel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Does what an app wants done when something has happened to it: runs a command, or posts the
/// facts to an address. Those that nothing waits for are limited in number; no hook takes an app
/// down.
final class Hooks {
  private static final long MINUTE_NS = Duration.ofMinutes(1).toNanos();
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final int SHOWN_LINES = 10;
  private static final int MOST_WINDOWS = 1000;

  /// Prints the facts for the command's standard input; its exit code is the command's.
  private static final String WITH_INPUT = "printf '%s\\n' \"$REEVE_FACTS\" | \"$@\"";

  private final Loop loop;
  private final Kernel kernel;
  private final Parts parts;
  private final Map<Key, Window> windows = new HashMap<>();
  private @Nullable String host;

  record Parts(Errands errands, Webhooks webhooks, Launches launches, DaemonLog log) {}

  /// What happened, to the run of which pid (0: to none), and why in a few words.
  record Happening(Hook.When when, int pid, String reason) {}

  private record Key(String app, Hook.When when) {}

  /// How often a hook was done since when, and whether it was said that it is left out.
  private static final class Window {
    final long sinceNs;
    int count;
    boolean said;

    Window(long sinceNs) {
      this.sinceNs = sinceNs;
    }
  }

  Hooks(Loop loop, Kernel kernel, Parts parts) {
    this.loop = loop;
    this.kernel = kernel;
    this.parts = parts;
  }

  /// Does it beside everything else, if the app wants it.
  void tell(Supervised instance, Happening happening) {
    var hook = instance.spec.care().hooks().get(happening.when);
    if (hook != null && isWithinLimit(instance, happening.when, hook)) {
      begin(instance, happening, _ -> {});
    }
  }

  /// Does one that the app has; `whenDone` is told later: null, or what went wrong. What is
  /// returned ends it without a word.
  Runnable begin(Supervised instance, Happening happening, Consumer<@Nullable String> whenDone) {
    var hook = instance.spec.care().hooks().get(happening.when);
    if (hook == null) {
      throw new IllegalStateException(instance + " has no hook for " + happening);
    }
    var facts = facts(instance, happening);
    Consumer<@Nullable String> done =
        fault -> {
          instance.hookCounts.ended(happening.when, fault);
          if (fault != null) {
            parts.log.say(
                "%s: its %s hook%s %s"
                    .formatted(instance, happening.when.word(), address(hook), fault));
          }
          whenDone.accept(fault);
        };
    return hook.url() == null
        ? run(instance, happening, facts, done)
        : parts.webhooks.post(
            new Webhooks.Letter(hook.url(), Json.write(facts), hook.timeout().toNanos()), done);
  }

  /// Without what may be secret in it.
  private static String address(Hook hook) {
    if (hook.url() == null) {
      return "";
    }
    var uri = URI.create(hook.url());
    return " (" + uri.getScheme() + "://" + uri.getHost() + ")";
  }

  private boolean isWithinLimit(Supervised instance, Hook.When when, Hook hook) {
    if (windows.size() > MOST_WINDOWS) {
      windows.values().removeIf(each -> loop.nowNs() - each.sinceNs >= MINUTE_NS);
    }
    var window =
        windows.compute(
            new Key(instance.spec.name(), when),
            (_, known) ->
                known == null || loop.nowNs() - known.sinceNs >= MINUTE_NS
                    ? new Window(loop.nowNs())
                    : known);
    if (window.count < hook.perMinute()) {
      window.count++;
      return true;
    }
    instance.hookCounts.leftOut(when);
    if (!window.said) {
      window.said = true;
      parts.log.say(
          "%s: its %s hook is left out for the rest of the minute: %d is the limit"
              .formatted(instance, when.word(), hook.perMinute()));
    }
    return false;
  }

  private Runnable run(
      Supervised instance,
      Happening happening,
      JsonObject facts,
      Consumer<@Nullable String> whenDone) {
    var hook = instance.spec.care().hooks().get(happening.when);
    if (hook == null) {
      throw new IllegalStateException(instance + " has no hook for " + happening);
    }
    var words = new java.util.ArrayList<>(java.util.List.of("/bin/sh", "-c", WITH_INPUT, "sh"));
    words.addAll(hook.command());
    var environment = parts.launches.surroundings(instance);
    addFacts(environment, facts);
    var order =
        new Errands.Order(
            words,
            environment,
            instance.spec.command().cwd(),
            hook.timeout().toNanos(),
            Launches.credentials(instance.spec.command()));
    return parts.errands.begin(
        order,
        report -> {
          report.lines().stream()
              .skip(Math.max(0, report.lines().size() - SHOWN_LINES))
              .forEach(
                  line -> parts.log.say(instance + " " + happening.when.word() + " hook: " + line));
          var last = report.lines().isEmpty() ? "" : ", " + report.lines().getLast();
          whenDone.accept(report.fault() == null ? null : "failed (" + report.fault() + last + ")");
        });
  }

  private static void addFacts(Map<String, String> environment, JsonObject facts) {
    environment.put("REEVE_FACTS", Json.write(facts));
    environment.put("REEVE_HOOK", facts.text("event", ""));
    var exit = facts.object("exit");
    var flat = JsonObject.empty();
    facts.fields().forEach(flat::with);
    flat.with("exit", null).with("exit_code", exit.value("code"));
    flat.with("signal", exit.value("signal"));
    flat.fields()
        .forEach((name, value) -> {
          if (value != null && !name.equals("event")) {
            environment.put("REEVE_" + name.toUpperCase(java.util.Locale.ROOT), value.toString());
          }
        });
  }

  /// Nothing of the app's environment.
  private JsonObject facts(Supervised instance, Happening happening) {
    return JsonObject.empty()
        .with("event", happening.when.word())
        .with("app", instance.spec.name())
        .with("namespace", instance.spec.namespace())
        .with("id", instance.id.number())
        .with("pid", happening.pid)
        .with("status", instance.core.state().status().word())
        .with("exit", exit(instance.exit))
        .with("restarts", instance.core.tally().restarts())
        .with("reason", happening.reason)
        .with("time", Instant.ofEpochMilli(kernel.wallMs()).toString())
        .with("host", host());
  }

  private static @Nullable Map<String, Object> exit(@Nullable Exit exit) {
    return switch (exit) {
      case null -> null;
      case Exit.Code(int code) -> Map.of("code", code);
      case Exit.Signalled(int number) -> Map.of("signal", Signal.nameOf(number));
      case Exit.Unknown() -> Map.of();
    };
  }

  private String host() {
    if (host == null) {
      try {
        host = Files.readString(HOST_NAME).strip();
      } catch (IOException unknown) {
        host = "";
      }
    }
    return host;
  }
}
