package dev.reeve.term;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tree in the notation of Node's `util.inspect(tree, { depth: null })`: bare keys, single
/// quotes, what is short and at most three levels deep on one line. Observed on Node 20.
public final class Inspect {
  private static final int LINE = 80;
  private static final int LEVELS = 3;
  private static final int MANY = 6;

  /// A formatted value and how many levels of objects its last one has; empty ones don't count.
  private record Shown(String text, int levels) {}

  private Inspect() {}

  public static String of(@Nullable Object tree) {
    return value(tree, 0).text();
  }

  private static Shown value(@Nullable Object tree, int indent) {
    return switch (tree) {
      case null -> new Shown("null", 0);
      case String text -> new Shown(string(text, indent), 0);
      case Map<?, ?> map -> object(map, indent);
      case List<?> list -> list(list, indent);
      default -> new Shown(tree.toString(), 0);
    };
  }

  private static Shown object(Map<?, ?> map, int indent) {
    if (map.isEmpty()) {
      return new Shown("{}", 0);
    }
    var parts = new ArrayList<String>();
    int levels = 0;
    for (var entry : map.entrySet()) {
      var shown = value(entry.getValue(), indent + 2);
      parts.add(key(String.valueOf(entry.getKey())) + ": " + shown.text());
      levels = shown.levels() > 0 ? shown.levels() : levels;
    }
    return new Shown(joined(parts, "{}", indent, levels < LEVELS), levels + 1);
  }

  private static Shown list(List<?> list, int indent) {
    if (list.isEmpty()) {
      return new Shown("[]", 0);
    }
    var parts = new ArrayList<String>();
    int levels = 0;
    for (var each : list) {
      var shown = value(each, indent + 2);
      parts.add(shown.text());
      levels = shown.levels() > 0 ? shown.levels() : levels;
    }
    boolean short_ = levels < LEVELS && parts.size() <= MANY;
    return new Shown(joined(parts, "[]", indent, short_), levels + 1);
  }

  /// On one line if it may be and fits, else one part a line.
  private static String joined(List<String> parts, String braces, int indent, boolean short_) {
    char open = braces.charAt(0);
    char close = braces.charAt(1);
    int length = 2 * parts.size() + indent + 11;
    boolean fits = short_;
    for (var part : parts) {
      length += part.length();
      fits &= part.indexOf('\n') < 0;
    }
    if (fits && length <= LINE) {
      return open + " " + String.join(", ", parts) + " " + close;
    }
    var blank = "\n" + " ".repeat(indent);
    return open + blank + "  " + String.join("," + blank + "  ", parts) + blank + close;
  }

  private static String key(String key) {
    boolean bare = !key.isEmpty() && !isDigit(key.charAt(0));
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      bare &= letter || isDigit(c);
    }
    return bare ? key : quoted(key);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /// A long text of several lines is broken at their ends.
  private static String string(String text, int indent) {
    if (text.length() <= 16 || text.length() <= LINE - indent - 4 || text.indexOf('\n') < 0) {
      return quoted(text);
    }
    var lines = new ArrayList<String>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end + 1;
      lines.add(quoted(text.substring(start, end)));
      start = end;
    }
    return String.join(" +\n" + " ".repeat(indent), lines);
  }

  private static String quoted(String text) {
    char quote = '\'';
    if (text.indexOf('\'') >= 0) {
      quote = text.indexOf('"') < 0 ? '"' : text.indexOf('`') < 0 ? '`' : '\'';
    }
    var out = new StringBuilder(text.length() + 2).append(quote);
    for (int i = 0; i < text.length(); i++) {
      escape(text.charAt(i), quote, out);
    }
    return out.append(quote).toString();
  }

  private static void escape(char c, char quote, StringBuilder out) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      case '\b' -> out.append("\\b");
      case '\f' -> out.append("\\f");
      case '\u000b' -> out.append("\\v");
      case '\\' -> out.append("\\\\");
      default -> {
        if (c == quote) {
          out.append('\\').append(c);
        } else if (c < 32 || (c >= 127 && c < 160)) {
          out.append("\\x").append(hex(c >> 4)).append(hex(c & 15));
        } else {
          out.append(c);
        }
      }
    }
  }

  private static char hex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }
}
