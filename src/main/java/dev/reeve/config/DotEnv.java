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
/// `${NAME}` and `${NAME:-other}` are replaced, but in single quotes; `other` may hold such again.
///
/// No text takes more than its length in steps, nor the stack: nothing here calls itself, and
/// values that repeat others may grow by no more than a process could be handed.
final class DotEnv {
  private static final Pattern START =
      Pattern.compile("\\G[ \\t]*(?:export[ \\t]+)?([A-Za-z_][\\w.-]*)[ \\t]*=[ \\t]*");
  private static final Pattern NAME = Pattern.compile("\\G([A-Za-z_]\\w*)");
  private static final Pattern BRACED = Pattern.compile("\\G\\{([A-Za-z_]\\w*)(}|:?-)");
  private static final int MOST_GROWTH = 4 << 20;
  private static final int MOST_FAULTS = 50;

  private final String text;
  private final Function<String, @Nullable String> outside;
  private final Map<String, String> found = new LinkedHashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private int at;
  private int growth;

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
    while (parser.at < plain.length() && parser.faults.size() < MOST_FAULTS) {
      parser.line();
    }
    return new Parsed(parser.found, parser.faults);
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
    var values = new Nested();
    for (int i = 0; i < raw.length() && growth <= MOST_GROWTH; i++) {
      char c = raw.charAt(i);
      if (c == '\\' && i + 1 < raw.length() && values.isWithin()) {
        values.append(raw.substring(i, ++i + 1));
      } else if (c == '\\' && i + 1 < raw.length() && (escapes || raw.charAt(i + 1) == '$')) {
        values.append(escaped(raw.charAt(++i)));
      } else if (c == '$') {
        i = variable(raw, i, begin, values);
      } else if (c == '}' && values.isWithin()) {
        values.close();
      } else {
        values.append(String.valueOf(c));
      }
    }
    if (growth > MOST_GROWTH) {
      fault(begin, "the values repeat each other so often that no process could be handed them");
      at = text.length();
    } else if (values.isWithin()) {
      faultOfBraces(begin, raw);
    }
    return values.outermost();
  }

  /// The value so far, and within it those that stand in for variables, from the outermost.
  private static final class Nested {
    private final List<StringBuilder> values = new ArrayList<>(List.of(new StringBuilder()));
    private final List<String> known = new ArrayList<>();

    boolean isWithin() {
      return !known.isEmpty();
    }

    void append(String piece) {
      values.getLast().append(piece);
    }

    /// What follows is the value of a variable that is not `given`, which is empty.
    void open(String given) {
      known.add(given);
      values.add(new StringBuilder());
    }

    void close() {
      var given = known.removeLast();
      var other = values.removeLast();
      values.getLast().append(given.isEmpty() ? other : given);
    }

    String outermost() {
      return values.getFirst().toString();
    }
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

  /// Appends what the variable at `$` means, or opens what stands in for it; where its last
  /// character stands.
  private int variable(String raw, int dollar, int begin, Nested values) {
    var braced = BRACED.matcher(raw);
    var plain = NAME.matcher(raw);
    if (braced.find(dollar + 1)) {
      var known = grown(braced.group(1));
      if (braced.group(2).equals("}")) {
        values.append(known);
      } else {
        values.open(known);
      }
      return braced.end() - 1;
    }
    if (plain.find(dollar + 1)) {
      values.append(grown(plain.group(1)));
      return plain.end() - 1;
    }
    if (raw.startsWith("{", dollar + 1)) {
      faultOfBraces(begin, raw);
    }
    values.append("$");
    return dollar;
  }

  private void faultOfBraces(int begin, String raw) {
    fault(begin, "only ${NAME} and ${NAME:-other} are known: " + ValueReader.cut(raw));
  }

  /// What a variable holds, and counted.
  private String grown(String name) {
    var known = known(name);
    growth += known == null ? 0 : known.length();
    return known == null ? "" : known;
  }

  private @Nullable String known(String name) {
    var own = found.get(name);
    return own != null ? own : outside.apply(name);
  }

  private void fault(int place, String message) {
    if (faults.size() >= MOST_FAULTS) {
      return;
    }
    int line = 1 + (int) text.substring(0, Math.min(place, text.length())).lines().count();
    boolean within = place > 0 && text.charAt(Math.min(place, text.length()) - 1) != '\n';
    faults.add(new Fault(within ? line - 1 : line, message));
  }
}
