package dev.reeve.cli;

import dev.reeve.client.Connection;
import dev.reeve.client.NoAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a line for the first process of a container asks for. The line is understood twice: by that
/// process, which shows logs and ends with the apps, and by the command that it runs to start them.
public sealed interface RuntimePlan {
  /// Set for the command that starts the apps.
  String COMMAND = "REEVE_RUNTIME_COMMAND";

  String NO_DAEMON = "no-daemon";

  /// Be that command.
  record Command() implements RuntimePlan {}

  /// A daemon runs already: do as the line says there, then show the logs.
  record Beside() implements RuntimePlan {}

  /// There is nothing to run: a wrong line, or a call for help.
  record Wrong(int exitCode) implements RuntimePlan {}

  /// `words` with `env` is the command that starts the apps.
  record Run(List<String> words, Map<String, String> env, Wishes wishes) implements RuntimePlan {}

  /// Of the constants' names of who carries it out: `look` RAW, PREFIXED, KEYS or JSON, `exitOn`
  /// ALL, ANY, MAIN or NEVER. `files`: the usual log files are written.
  record Wishes(String look, String exitOn, Duration delay, boolean files) {}

  /// The commands that `--no-daemon` brings to the foreground.
  List<String> STARTING = List.of("start", "restart", "reload", "resurrect");

  static RuntimePlan of(String[] words, CliContext context) {
    if (context.env().containsKey(COMMAND)) {
      return new Command();
    }
    Arguments arguments;
    Wishes wishes;
    try {
      arguments = ArgumentParser.parse(words);
      wishes = wishes(arguments);
    } catch (Failed failed) {
      new Notices(context, false).error(failed.sentence());
      context.streams().err().flush();
      return new Wrong(failed.exitCode());
    }
    if (arguments.has("help") || arguments.has("version")) {
      return new Wrong(Cli.run(words, context));
    }
    if (!isOwn(arguments)) {
      if (!arguments.has(NO_DAEMON) || !STARTING.contains(arguments.command().name())) {
        return new Command();
      }
      if (isThere(context)) {
        return new Beside();
      }
    }
    var env = new java.util.HashMap<>(context.env());
    env.put(COMMAND, "1");
    // A launcher that is called by a name of its own adds the command's name itself.
    boolean byName = context.program().matches("(pm2|reeve)-(runtime|docker|dev)");
    var command = new ArrayList<String>();
    command.add(context.launcher().toString());
    command.addAll(List.of(words).subList(byName ? 1 : 0, words.length));
    return new Run(command, env, wishes);
  }

  /// Whether the command is in the foreground by itself.
  private static boolean isOwn(Arguments arguments) {
    return List.of("runtime", "dev").contains(arguments.command().name());
  }

  private static Wishes wishes(Arguments arguments) throws Failed {
    var look = "RAW";
    look = arguments.has("formatted") ? "PREFIXED" : look;
    look = arguments.has("format") ? "KEYS" : look;
    look = arguments.has("json") ? "JSON" : look;
    boolean dev = arguments.command().name().equals("dev");
    if (dev) {
      look = arguments.has("raw") ? "RAW" : "PREFIXED";
    }
    var exitOn = arguments.text("exit-on");
    var named = exitOn == null ? "ALL" : exitOn.toUpperCase(Locale.ROOT);
    if (!List.of("ALL", "ANY", "MAIN").contains(named)) {
      throw Failed.usage("--exit-on: '" + exitOn + "' is none of its words", "all, any or main");
    }
    boolean foreground = !isOwn(arguments);
    look = foreground ? "PREFIXED" : look;
    boolean stays = dev || foreground || Boolean.FALSE.equals(arguments.own().get("auto-exit"));
    var delay = Duration.ofSeconds(arguments.count("delay", 0));
    return new Wishes(look, stays ? "NEVER" : named, delay, foreground);
  }

  private static boolean isThere(CliContext context) {
    try (var connection = Connection.open(context.home())) {
      return connection != null;
    } catch (NoAnswer none) {
      return false;
    }
  }
}
