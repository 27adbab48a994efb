package dev.reeve.config;

/// Loose JSON (comments, single quotes, bare keys, a comma too many) → text that a YAML 1.2 reader
/// takes: comments and tabs become blanks, and a colon gets one behind it. Lines stay where they
/// are, so that an error's line is right.
final class Loose {
  private final String text;
  private final StringBuilder out;
  private int at;

  private Loose(String text) {
    this.text = text;
    this.out = new StringBuilder(text.length() + 64);
  }

  static String toYaml(String text) {
    var loose = new Loose(text.startsWith("\uFEFF") ? text.substring(1) : text);
    while (loose.at < loose.text.length()) {
      loose.next();
    }
    return loose.out.toString();
  }

  private void next() {
    char c = text.charAt(at);
    if (c == '"' || c == '\'') {
      string(c);
    } else if (text.startsWith("//", at)) {
      skipTo("\n", 0);
    } else if (text.startsWith("/*", at)) {
      skipTo("*/", 2);
    } else {
      out.append(c == '\t' ? " " : c == ':' ? ": " : String.valueOf(c));
      at++;
    }
  }

  /// Strings of either quote come out in double quotes, where YAML's escapes are JSON's.
  private void string(char quote) {
    out.append('"');
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        out.append(text.charAt(at) == '\'' ? "'" : "\\" + text.charAt(at));
      } else {
        out.append(c == '"' ? "\\\"" : String.valueOf(c));
      }
      at++;
    }
    out.append('"');
    at++;
  }

  private void skipTo(String end, int more) {
    int found = text.indexOf(end, at);
    int stop = found < 0 ? text.length() : found + more;
    text.substring(at, stop).chars().forEach(c -> out.append(blank(c)));
    at = stop;
  }

  private static char blank(int c) {
    return c == '\n' ? '\n' : ' ';
  }
}
