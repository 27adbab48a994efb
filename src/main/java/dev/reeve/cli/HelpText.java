package dev.reeve.cli;

import dev.reeve.config.Flag;
import dev.reeve.config.Option;
import dev.reeve.config.OptionTable;
import dev.reeve.config.Support;
import dev.reeve.term.Width;
import java.util.ArrayList;
import java.util.List;

/// Help, made from the tables.
final class HelpText {
  private static final int LEFT = 36;

  private HelpText() {}

  /// All commands.
  static List<String> overview(String program) {
    var lines = new ArrayList<String>();
    lines.add("usage: " + program + " <command> [options]");
    lines.add("");
    lines.add("commands:");
    for (var command : CommandTable.all()) {
      var names = new ArrayList<>(List.of(command.name()));
      names.addAll(command.aliases());
      lines.add(row(String.join(", ", names), command.help()));
    }
    lines.add("");
    lines.add("options of every command:");
    CommandTable.GLOBAL.forEach(option -> options(option, lines));
    lines.add("");
    lines.add("'" + program + " <command> --help' says more.");
    return lines;
  }

  /// One command.
  static List<String> of(CommandSpec command, String program) {
    var lines = new ArrayList<String>();
    lines.add("usage: " + program + " " + command.usage());
    lines.add("");
    lines.add(command.help() + aliases(command));
    if (!command.details().isEmpty()) {
      lines.add("");
      command.details().lines().forEach(lines::add);
    }
    lines.add("");
    lines.add("options:");
    command.options().forEach(option -> options(option, lines));
    CommandTable.GLOBAL.forEach(option -> options(option, lines));
    if (command.appOptions()) {
      lines.add("");
      lines.add("options of apps, as keys of an ecosystem file too:");
      OptionTable.all().stream()
          .filter(option -> option.support() != Support.IGNORED)
          .forEach(option -> options(option, lines));
    }
    lines.add("");
    lines.add("examples:");
    command.examples().forEach(example -> lines.add("  " + program + " " + example));
    return lines;
  }

  private static String aliases(CommandSpec command) {
    var aliases = command.aliases();
    return aliases.isEmpty() ? "" : " (also: " + String.join(", ", aliases) + ")";
  }

  private static void options(Option option, List<String> lines) {
    for (var flag : option.flags()) {
      lines.add(row(spelling(option, flag), option.help()));
    }
  }

  private static String spelling(Option option, Flag flag) {
    var letter = flag.letter() == null ? "    " : "-" + flag.letter() + ", ";
    var value =
        switch (flag.takes()) {
          case NOTHING -> "";
          case ONE, MANY, SECONDS -> " <" + word(option) + ">";
          case PERHAPS_ONE -> " [" + word(option) + "]";
        };
    return letter + "--" + flag.name() + value;
  }

  private static String word(Option option) {
    return switch (option.kind()) {
      case TEXT, ANY, OBJECT -> "text";
      case ACCOUNT, FILTER -> "name";
      case DATE_FORMAT -> "format";
      case PATH, ENV_FILE -> "path";
      case WATCH, PATTERNS -> "paths";
      case CRON -> "cron";
      case WORDS -> "words";
      case BOOL, TREEKILL -> "bool";
      case DURATION -> "time";
      case MEMORY -> "size";
      case COUNT, INSTANCES -> "number";
      case EXIT_CODES -> "codes";
      case LISTEN -> "place";
      case MODE -> "mode";
      case LOG_TYPE -> "type";
      case LOG_OVERFLOW, SCHEDULE, RESTART -> "word";
      case LOG_ROTATE, READY, HEALTH, DEPENDS_ON, HOOKS, WATCH_OPTIONS -> "object";
    };
  }

  private static String row(String left, String right) {
    return "  " + Width.pad(left, LEFT) + " " + right;
  }
}
