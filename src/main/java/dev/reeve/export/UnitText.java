package dev.reeve.export;

import java.util.List;
import java.util.Locale;

/// A unit file in the making (`man 7 systemd.syntax`).
final class UnitText {
  private final StringBuilder text = new StringBuilder();

  UnitText section(String name) {
    text.append(text.isEmpty() ? "" : "\n").append('[').append(name).append("]\n");
    return this;
  }

  UnitText line(String key, Object value) {
    text.append(key).append('=').append(value).append('\n');
    return this;
  }

  UnitText comment(String line) {
    text.append("# ").append(line.replaceAll("\\p{Cntrl}", "?")).append('\n');
    return this;
  }

  String text() {
    return text.toString();
  }

  /// A line of a command: `$` names a variable there.
  static String command(List<String> words) {
    return String.join(" ", words.stream().map(each -> word(each).replace("$", "$$")).toList());
  }

  /// One word; `%` names a specifier.
  static String word(String word) {
    var plain = word.replace("%", "%%");
    if (plain.matches("[A-Za-z0-9_@%+=:,./$-]+")) {
      return plain;
    }
    var quoted = new StringBuilder("\"");
    plain
        .chars()
        .forEach(c -> {
          switch (c) {
            case '"', '\\' -> quoted.append('\\').append((char) c);
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            default ->
                quoted.append(
                    c < ' ' ? "\\x" + String.format(Locale.ROOT, "%02x", c) : "" + (char) c);
          }
        });
    return quoted.append('"').toString();
  }

  /// What takes the rest of its line as it is, such as a path or a description.
  static String rest(String text) {
    return text.replace("%", "%%").replaceAll("\\p{Cntrl}", "?");
  }
}
