package dev.reeve.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The text of a `.env` file → its variables. `NAME=value` a line, perhaps after `export`; `#`
/// begins a comment. What stands in single quotes is taken as it is; in double quotes `\n`, `\t`,
/// `\"`, `\\` and `\$` are what they are in a shell; both may hold several lines. `$NAME`,
/// `${NAME}` and `${NAME:-other}` are replaced, but in single quotes.
final class DotEnv {
  private static final Pattern START =
      Pattern.compile("\\G[ \\t]*(?:export[ \\t]+)?([A-Za-z_][\\w.-]*)[ \\t]*=[ \\t]*");
  private static final Pattern NAME = Pattern.compile("\\G([A-Za-z_]\\w*)");
  private static final Pattern BRACED = Pattern.compile("\\G\\{([A-Za-z_]\\w*)(:?-|(?=}))");

  /// What its values may hold together, in characters: no process can be handed more (`man 2
  /// execve`), and a few lines that name each other would mean any amount.
  private static final int MOST_CHARS = 2 << 20;

  /// So many are told; then it is no file of variables.
  private static final int MOST_FAULTS = 100;

  private final String text;
  private final Function<String, @Nullable String> outside;
  private final Map<String, String> found = new LinkedHashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private int at;
  private int chars;

  /// What is wrong in a line, counted from 1.
  record Fault(int line, String message) {}

  /// Its variables, and what is wrong with it.
  record Parsed(Map<String, String> variables, List<Fault> faults) {}

  private DotEnv(String text, Function<String, @Nullable String> outside) {
    this.text = text;
    this.outside = outside;
  }

  /// `outside` knows the variables that the file can refer to beside its own.
  static Parsed parse(String text, Function<String, @Nullable String> outside) {
    var plain = text.replace("\r\n", "\n").replace("\ufeff", "");
    var parser = new DotEnv(plain, outside);
    while (parser.at < plain.length() && parser.goesOn()) {
      parser.line();
    }
    return new Parsed(parser.found, parser.faults);
  }

  private boolean goesOn() {
    return faults.size() < MOST_FAULTS && chars <= MOST_CHARS;
  }

  private void line() {
    int end = endOfLine();
    var whole = text.substring(at, end).strip();
    var start = START.matcher(text);
    if (whole.isEmpty() || whole.startsWith("#")) {
      at = end + 1;
    } else if (start.find(at) && start.end() <= end) {
      at = start.end();
      value(start.group(1));
    } else {
      fault(at, "'" + ValueReader.cut(whole) + "' is not NAME=value");
      at = end + 1;
    }
  }

  private int endOfLine() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private void value(String name) {
    int begin = at;
    char first = at < text.length() ? text.charAt(at) : '\n';
    boolean quoted = first == '"' || first == '\'';
    var value = quoted ? quoted(first) : bare();
    if (value == null) {
      fault(begin, "the quote of " + name + " is not closed");
      at = text.length();
    } else if ((chars += value.length()) > MOST_CHARS) {
      fault(begin, "with " + name + " its values are longer than 2 MB, more than a process takes");
    } else if (value.indexOf(0) >= 0) {
      fault(begin, name + " holds a zero byte, which no variable can");
      at = endOfLine() + 1;
    } else {
      found.put(name, value);
      rest(name, quoted);
    }
  }

  /// After a value only a comment may stand.
  private void rest(String name, boolean quoted) {
    int end = endOfLine();
    var after = text.substring(Math.min(at, end), end).strip();
    if (quoted && !after.isEmpty() && !after.startsWith("#")) {
      fault(at, "something follows the quote that closes " + name);
    }
    at = end + 1;
  }

  private String bare() {
    int end = endOfLine();
    var line = text.substring(at, end);
    int comment = line.startsWith("#") ? 0 : line.indexOf(" #");
    var value = (comment < 0 ? line : line.substring(0, comment)).strip();
    int begin = at;
    at = end;
    return expanded(value, begin, false);
  }

  private @Nullable String quoted(char quote) {
    int begin = ++at;
    while (at < text.length() && text.charAt(at) != quote) {
      at += quote == '"' && text.charAt(at) == '\\' ? 2 : 1;
    }
    if (at >= text.length()) {
      return null;
    }
    var inner = text.substring(begin, at++);
    return quote == '\'' ? inner : expanded(inner, begin, true);
  }

  private String expanded(String raw, int begin, boolean escapes) {
    var value = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length() && chars + value.length() <= MOST_CHARS && goesOn(); i++) {
      char c = raw.charAt(i);
      if (c == '\\' && i + 1 < raw.length() && (escapes || raw.charAt(i + 1) == '$')) {
        value.append(escaped(raw.charAt(++i)));
      } else if (c == '$') {
        i = variable(raw, i, begin, value);
      } else {
        value.append(c);
      }
    }
    return value.toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case '"', '\\', '$' -> String.valueOf(c);
      default -> "\\" + c;
    };
  }

  /// Appends what the variable at `$` means; where its last character stands.
  private int variable(String raw, int dollar, int begin, StringBuilder value) {
    var braced = BRACED.matcher(raw);
    var plain = NAME.matcher(raw);
    int close = braced.find(dollar + 1) ? closing(raw, braced.end()) : -1;
    if (close >= 0) {
      var known = known(braced.group(1));
      boolean given = known != null && !known.isEmpty();
      value.append(given ? known : raw.substring(braced.end(), close));
      return close;
    }
    if (plain.find(dollar + 1)) {
      var known = known(plain.group(1));
      value.append(known == null ? "" : known);
      return plain.end() - 1;
    }
    if (raw.startsWith("{", dollar + 1)) {
      fault(begin, "only ${NAME} and ${NAME:-other} are known: " + ValueReader.cut(raw));
    }
    value.append('$');
    return dollar;
  }

  /// Where the brace is closed, or -1. A regular expression would take a frame a character.
  private static int closing(String raw, int from) {
    int at = from;
    while (at < raw.length() && raw.charAt(at) != '}') {
      at += raw.charAt(at) == '\\' ? 2 : 1;
    }
    return at < raw.length() ? at : -1;
  }

  private @Nullable String known(String name) {
    var own = found.get(name);
    return own != null ? own : outside.apply(name);
  }

  private void fault(int place, String message) {
    int line = 1 + (int) text.substring(0, Math.min(place, text.length())).lines().count();
    boolean within = place > 0 && text.charAt(Math.min(place, text.length()) - 1) != '\n';
    faults.add(new Fault(within ? line - 1 : line, message));
  }
}
