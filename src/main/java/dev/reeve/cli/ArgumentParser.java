package dev.reeve.cli;

import dev.reeve.config.Flag;
import dev.reeve.config.Kind;
import dev.reeve.config.Option;
import dev.reeve.config.OptionTable;
import dev.reeve.config.Reading;
import dev.reeve.config.ValueReader;
import dev.reeve.model.EnvFile;
import dev.reeve.model.EnvFilter;
import dev.reeve.model.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Words → [Arguments]. Options may stand anywhere before `--`; a value may follow its option as
/// the next word, after `=`, or right behind a letter.
final class ArgumentParser {
  /// A spelling of an option: what it sets and what it takes.
  private record Spelling(Option option, Flag flag, boolean ofApp) {}

  private final String[] words;
  private final Map<String, Spelling> known = new HashMap<>();
  private final Map<String, Object> own = new HashMap<>();
  private final Map<String, Object> app = new HashMap<>();
  private final List<String> plain = new ArrayList<>();
  private @Nullable List<String> afterDashes;
  private @Nullable CommandSpec command;
  private int at;

  private ArgumentParser(String[] words) {
    this.words = words;
  }

  static Arguments parse(String[] words) throws Failed {
    var parser = new ArgumentParser(words);
    parser.command = findCommand(words);
    parser.learn();
    return parser.arguments();
  }

  /// The first word that is neither an option nor the value of one. Before the command is known,
  /// all options of all commands are.
  private static CommandSpec findCommand(String[] words) throws Failed {
    var scout = new ArgumentParser(words);
    scout.learn(CommandTable.GLOBAL, false);
    CommandTable.all().forEach(each -> scout.learn(each.options(), false));
    scout.learn(OptionTable.all(), true);
    for (int i = 0; i < words.length && !words[i].equals("--"); i++) {
      if (!isOption(words[i])) {
        return named(words[i]);
      }
      var spelling = scout.known.get(words[i]);
      if (spelling != null && spelling.flag().takes() != Flag.Takes.NOTHING) {
        i++;
      }
    }
    return named("help");
  }

  private static CommandSpec named(String word) throws Failed {
    var command = CommandTable.of(word);
    if (command != null) {
      return command;
    }
    if (Instead.words().contains(word)) {
      throw Instead.of(word);
    }
    if (CommandTable.OF_THE_SERVICE.contains(word)) {
      throw Failed.refused(
          "'" + word + "' is for the paid web service of PM2's makers, which Reeve is no part of",
          "'list' and 'describe' show what runs here");
    }
    var nearest = Nearest.of(word, CommandTable.words());
    throw Failed.usage(
        "unknown command '" + word + "'",
        nearest.map(other -> "did you mean '" + other + "'?").orElse("see 'help'"));
  }

  private static boolean isOption(String word) {
    return word.length() > 1 && word.charAt(0) == '-' && !isNumber(word);
  }

  private static boolean isNumber(String word) {
    return word.charAt(1) >= '0' && word.charAt(1) <= '9';
  }

  private void learn() {
    learn(CommandTable.GLOBAL, false);
    learn(command().options(), false);
    if (command().appOptions()) {
      learn(OptionTable.all(), true);
    }
  }

  private CommandSpec command() {
    if (command == null) {
      throw new IllegalStateException("no command yet in " + List.of(words));
    }
    return command;
  }

  /// What is learnt first wins.
  private void learn(List<Option> options, boolean ofApp) {
    for (var option : options) {
      for (var flag : option.flags()) {
        var spelling = new Spelling(option, flag, ofApp);
        known.putIfAbsent("--" + flag.name(), spelling);
        if (flag.letter() != null) {
          known.putIfAbsent("-" + flag.letter(), spelling);
        }
      }
    }
  }

  private Arguments arguments() throws Failed {
    for (at = 0; at < words.length; at++) {
      var word = words[at];
      if (word.equals("--")) {
        afterDashes = List.of(words).subList(at + 1, words.length);
        break;
      }
      if (word.startsWith("--")) {
        longOption(word);
      } else if (isOption(word)) {
        letters(word);
      } else {
        plain.add(word);
      }
    }
    boolean named = !plain.isEmpty();
    return new Arguments(
        command(), named ? plain.subList(1, plain.size()) : List.of(), afterDashes, own, app);
  }

  private void longOption(String word) throws Failed {
    int equals = word.indexOf('=');
    var name = equals < 0 ? word : word.substring(0, equals);
    var spelling = known.get(name);
    if (spelling == null) {
      throw unknown(name);
    }
    if (equals < 0) {
      take(name, spelling);
    } else if (spelling.flag().takes() == Flag.Takes.NOTHING && !takesAnything(spelling)) {
      throw Failed.usage(name + " takes no value", "write it without '='");
    } else {
      set(name, spelling, word.substring(equals + 1));
    }
  }

  private static boolean takesAnything(Spelling spelling) {
    return spelling.option().kind() == Kind.ANY;
  }

  /// `-f`, `-fs`, `-i 4`, `-i4`.
  private void letters(String word) throws Failed {
    for (int i = 1; i < word.length(); i++) {
      var name = "-" + word.charAt(i);
      var spelling = known.get(name);
      if (spelling == null) {
        throw unknown(word.length() == 2 ? name : name + "' in '" + word);
      }
      if (spelling.flag().takes() != Flag.Takes.NOTHING && i + 1 < word.length()) {
        int start = word.charAt(i + 1) == '=' ? i + 2 : i + 1;
        set(name, spelling, word.substring(start));
        return;
      }
      take(name, spelling);
    }
  }

  /// Sets an option from what follows it on the line.
  private void take(String name, Spelling spelling) throws Failed {
    boolean more = at + 1 < words.length && !words[at + 1].equals("--");
    switch (spelling.flag().takes()) {
      case NOTHING -> put(spelling, spelling.flag().fixed());
      case ONE, SECONDS -> {
        if (!more) {
          throw Failed.usage(name + " needs a value", needs(spelling));
        }
        set(name, spelling, words[++at]);
      }
      case PERHAPS_ONE -> {
        if (more && !isOption(words[at + 1])) {
          set(name, spelling, words[++at]);
        } else if (meansUsual(spelling.option().kind())) {
          put(spelling, spelling.option().kind() == Kind.FILTER ? EnvFilter.ALL : "true");
        }
      }
      case MANY -> {
        var all = new StringBuilder(more ? words[++at] : "");
        while (at + 1 < words.length && isDigits(words[at + 1])) {
          all.append(' ').append(words[++at]);
        }
        set(name, spelling, all.toString());
      }
    }
  }

  /// Whether an option that stands alone asks for what is usual.
  private static boolean meansUsual(Kind kind) {
    return kind == Kind.FILTER
        || kind == Kind.PATH
        || kind == Kind.DATE_FORMAT
        || kind == Kind.WATCH;
  }

  private static boolean isDigits(String word) {
    return !word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String needs(Spelling spelling) {
    var kind = spelling.option().kind();
    return "write " + kind.allowed() + ", such as " + kind.example();
  }

  private void set(String name, Spelling spelling, String written) throws Failed {
    boolean seconds = spelling.flag().takes() == Flag.Takes.SECONDS && isDigits(written);
    var text = seconds ? written + "s" : written;
    switch (ValueReader.read(spelling.option().kind(), text)) {
      case Reading.Good(var value) -> put(spelling, value);
      case Reading.Bad(var message, var hint) -> throw Failed.usage(name + ": " + message, hint);
    }
  }

  private void put(Spelling spelling, Object value) {
    var into = spelling.ofApp() ? app : own;
    into.merge(spelling.option().key(), value, ArgumentParser::both);
  }

  /// An option that is given twice: the last counts, but of those that gather.
  private static Object both(Object first, Object last) {
    if (first instanceof EnvFilter one && last instanceof EnvFilter other) {
      return one.and(other);
    }
    boolean files =
        last instanceof List<?> list && list.stream().allMatch(EnvFile.class::isInstance);
    return files && first instanceof List<?> one && last instanceof List<?> other && !one.isEmpty()
        ? java.util.stream.Stream.concat(one.stream(), other.stream()).toList()
        : last;
  }

  private Failed unknown(String name) {
    var hint = Nearest.of(name, known.keySet()).map(other -> "did you mean '" + other + "'?");
    var otherwise =
        command().appOptions()
            ? "options of the app itself go after '--'"
            : "see '" + command().name() + " --help'";
    return Failed.usage("unknown option '" + name + "'", hint.orElse(otherwise));
  }
}
