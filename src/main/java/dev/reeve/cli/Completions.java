package dev.reeve.cli;

import dev.reeve.config.Flag;
import dev.reeve.config.Kind;
import dev.reeve.config.Option;
import dev.reeve.config.OptionTable;
import dev.reeve.model.InstanceView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What may follow what is typed: words before the cursor, the last of them half-typed →
/// suggestions. `listing` is asked only where an app may stand.
record Completions(Supplier<List<InstanceView>> listing) {
  private static final List<String> SIGNALS =
      List.of("SIGHUP", "SIGINT", "SIGTERM", "SIGUSR1", "SIGUSR2", "SIGKILL", "SIGCONT", "SIGSTOP");
  private static final List<String> COLUMNS =
      List.of("name", "id", "pid", "uptime", "restarts", "status", "cpu", "memory", "user");

  /// `files` whether a file may stand there too.
  record Found(List<Suggestion> words, boolean files) {
    static Found words(List<Suggestion> words) {
      return new Found(words, false);
    }

    static Found plain(List<String> words) {
      return words(words.stream().map(each -> new Suggestion(each, "")).toList());
    }
  }

  /// Only what begins as the half-typed word does.
  Found of(List<String> typed) {
    var half = typed.getLast();
    var before = typed.subList(0, typed.size() - 1);
    var found = after(before, half);
    var fitting = found.words().stream().filter(each -> each.word().startsWith(half)).toList();
    return new Found(fitting, found.files());
  }

  private Found after(List<String> before, String half) {
    if (before.contains("--")) {
      return new Found(List.of(), true);
    }
    var command = commandIn(before);
    var options = optionsOf(command);
    var open = before.isEmpty() ? null : waiting(before.getLast(), options);
    if (open != null) {
      return valueOf(open);
    }
    if (half.startsWith("-")) {
      return half.contains("=") ? new Found(List.of(), true) : Found.words(spelled(options));
    }
    int place = plain(before, options);
    if (command == null) {
      return place < 0 ? Found.words(commands()) : Found.plain(List.of());
    }
    return wordOf(command, place);
  }

  private static @Nullable CommandSpec commandIn(List<String> words) {
    return words.stream()
        .filter(each -> !each.startsWith("-"))
        .findFirst()
        .map(CommandTable::of)
        .orElse(null);
  }

  private static List<Option> optionsOf(@Nullable CommandSpec command) {
    var options = new ArrayList<Option>();
    if (command != null) {
      options.addAll(command.options());
    }
    options.addAll(CommandTable.GLOBAL);
    if (command != null && command.appOptions()) {
      options.addAll(OptionTable.all());
    }
    return options;
  }

  /// The option whose value comes next, if the word before is one that takes a value.
  private static @Nullable Option waiting(String word, List<Option> options) {
    for (var option : options) {
      for (var flag : option.flags()) {
        boolean meant = word.equals("--" + flag.name()) || word.equals("-" + flag.letter());
        if (meant) {
          return takesOne(flag) ? option : null;
        }
      }
    }
    return null;
  }

  private static boolean takesOne(Flag flag) {
    return switch (flag.takes()) {
      case ONE, MANY, SECONDS -> true;
      case NOTHING, PERHAPS_ONE -> false;
    };
  }

  private Found valueOf(Option option) {
    if (option.key().equals("only")) {
      return Found.words(apps(false));
    }
    if (option.key().equals("sort")) {
      return Found.plain(COLUMNS);
    }
    return new Found(List.of(), option.kind() == Kind.PATH || option.kind() == Kind.WATCH);
  }

  private static List<Suggestion> spelled(List<Option> options) {
    var all = new LinkedHashSet<Suggestion>();
    for (var option : options) {
      for (var flag : option.flags()) {
        all.add(new Suggestion("--" + flag.name(), option.help()));
      }
    }
    return List.copyOf(all);
  }

  private static List<Suggestion> commands() {
    var all = new ArrayList<Suggestion>();
    for (var command : CommandTable.all()) {
      all.add(new Suggestion(command.name(), command.help()));
      command.aliases().forEach(alias -> all.add(new Suggestion(alias, command.help())));
    }
    return all;
  }

  /// The words of a command that are there already, less the options and their values.
  private static int plain(List<String> before, List<Option> options) {
    int count = 0;
    for (int i = 0; i < before.size(); i++) {
      if (!before.get(i).startsWith("-")) {
        count++;
      } else if (waiting(before.get(i), options) != null) {
        i++;
      }
    }
    return count - 1;
  }

  private Found wordOf(CommandSpec command, int place) {
    return switch (command.name()) {
      case "start", "restart", "stop", "delete", "reload" -> new Found(apps(true), true);
      case "reset", "logs", "flush", "describe", "pid", "id", "env", "monitor", "unmonitor" ->
          Found.words(apps(!command.name().equals("env")));
      case "scale", "trigger", "send", "attach", "inspect", "pull", "forward", "backward" ->
          place == 0 ? Found.words(apps(false)) : Found.plain(List.of());
      case "sendSignal" -> place == 0 ? Found.plain(SIGNALS) : Found.words(apps(true));
      case "help" -> Found.words(commands());
      case "completion" -> Found.plain(List.of("bash", "zsh", "fish", "install"));
      case "export" ->
          place == 0
              ? Found.plain(List.of("compose", "systemd", "kubernetes"))
              : new Found(List.of(), true);
      case "startup", "unstartup" -> Found.plain(List.of("systemd", "openrc", "systemv"));
      case "ecosystem" -> Found.plain(List.of("simple"));
      case "runtime", "dev", "serve", "deploy", "install", "import", "apply" ->
          new Found(List.of(), true);
      default -> Found.plain(List.of());
    };
  }

  /// Names of apps, each once, as they are now; their namespaces and `all` where several may stand.
  private List<Suggestion> apps(boolean several) {
    var all = new LinkedHashSet<Suggestion>();
    var views = listing.get();
    views.forEach(view -> all.add(new Suggestion(view.name(), "app")));
    if (several) {
      views.stream()
          .map(InstanceView::namespace)
          .filter(each -> !each.equals("default"))
          .forEach(each -> all.add(new Suggestion(each, "namespace")));
      all.add(new Suggestion("all", "every app"));
    }
    return List.copyOf(all);
  }
}
