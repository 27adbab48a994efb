package dev.reeve.cli;

import dev.reeve.config.Flag;
import dev.reeve.config.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// `docs/commands.md`, written from the command table.
public final class CommandsPage {
  private static final String HEAD =
      """
      # Commands

      This page is written from the table that the command line itself reads; a test compares
      them. Under the name `pm2` everything is the same, with `pm2` in place of `reeve`.

      - Options may stand anywhere before `--`; what follows `--` belongs to the app.
      - Data goes to standard output, notices to standard error.
      - Targets are names, numbers, namespaces, `all`, `/regular expressions/`, ecosystem files
        (the apps in them) and scripts (the instances that run them). One that means nothing
        spoils the whole command: nothing is done by halves.
      - Commands of PM2 that are not here yet say so; [parity.md](parity.md) lists them.

      | exit code | meaning |
      |---|---|
      | 0 | done |
      | 1 | refused, or not all of it could be done |
      | 2 | wrong usage: nothing was done |
      | 3 | no daemon to be had |

      """;

  private CommandsPage() {}

  /// The whole page.
  public static String text() {
    var page = new StringBuilder(HEAD);
    page.append("## Options of every command\n\n");
    table(CommandTable.GLOBAL, page);
    for (var command : CommandTable.all()) {
      section(command, page);
    }
    return page.toString();
  }

  /// Every word that is a command here, aliases too.
  public static List<String> commands() {
    return CommandTable.words();
  }

  /// Every command of PM2 that is recognised and refused.
  public static List<String> refused() {
    var all = new ArrayList<>(Instead.words());
    all.addAll(CommandTable.OF_THE_SERVICE);
    return all;
  }

  /// Every option of the command line itself, as `--name`.
  public static List<String> options() {
    var names = new TreeSet<String>();
    for (var option : all()) {
      option.flags().forEach(flag -> names.add("--" + flag.name()));
    }
    return List.copyOf(names);
  }

  /// Commands and options that say nothing about themselves.
  public static List<String> withoutHelp() {
    var silent = new ArrayList<String>();
    for (var command : CommandTable.all()) {
      if (command.help().isBlank() || command.examples().isEmpty()) {
        silent.add(command.name());
      }
    }
    all().stream().filter(each -> each.help().isBlank()).map(Option::key).forEach(silent::add);
    return silent;
  }

  private static List<Option> all() {
    var all = new ArrayList<>(CommandTable.GLOBAL);
    CommandTable.all().forEach(command -> all.addAll(command.options()));
    return all;
  }

  private static void section(CommandSpec command, StringBuilder page) {
    page.append("\n## ").append(command.name()).append("\n\n");
    page.append("`").append(command.usage()).append("`: ").append(command.help()).append(".");
    if (!command.aliases().isEmpty()) {
      page.append(" Also: `").append(String.join("`, `", command.aliases())).append("`.");
    }
    page.append('\n');
    if (!command.details().isEmpty()) {
      page.append('\n').append(command.details());
    }
    if (!command.options().isEmpty()) {
      page.append('\n');
      table(command.options(), page);
    }
    if (command.appOptions()) {
      page.append("\nIt takes the flags of [ecosystem.md](ecosystem.md) too.\n");
    }
    page.append("\nExit codes: ").append(exits(command)).append(".\n\n");
    for (var example : command.examples()) {
      page.append("    reeve ").append(example.replace("&& ", "&& reeve ")).append('\n');
    }
  }

  private static String exits(CommandSpec command) {
    return switch (command.name()) {
      case "help", "version" -> "0, 2";
      case "completion", "ecosystem", "create", "examples", "report", "slist" ->
          "0, 1, 2; it needs no daemon";
      case "kill", "update" -> "0 (also if no daemon runs), 1, 2";
      case "cleardump", "startup", "unstartup", "export" -> "0, 1, 2; it needs no daemon";
      default -> "0, 1, 2, 3";
    };
  }

  private static void table(List<Option> options, StringBuilder page) {
    page.append("| option | meaning |\n|---|---|\n");
    for (var option : options) {
      var spellings = new ArrayList<String>();
      for (var flag : option.flags()) {
        spellings.addAll(spellings(flag));
      }
      page.append("| ")
          .append(String.join(", ", new java.util.LinkedHashSet<>(spellings)))
          .append(" | ")
          .append(option.help().replace("<", "\\<"))
          .append(" |\n");
    }
  }

  private static List<String> spellings(Flag flag) {
    var value = flag.takes() == Flag.Takes.NOTHING ? "" : " <value>";
    var name = "`--" + flag.name() + value + "`";
    return flag.letter() == null ? List.of(name) : List.of("`-" + flag.letter() + "`", name);
  }
}
