package dev.reeve.model;

/// Text from outside as it may be shown in one line: what a terminal would act on, or what would
/// begin another line, is made visible in the notation of JSON (`\\u001b`).
public final class Printable {
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;
  private static final int LAST_CONTROL = 0x9f;

  private Printable() {}

  public static String line(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (acts(text.charAt(i))) {
        return escaped(text);
      }
    }
    return text;
  }

  /// A text of several lines: those after the first stand in from the edge, so that none of them
  /// can pass for a line of ours.
  public static String block(String text) {
    return text.indexOf('\n') < 0 ? text : text.replace("\n", "\n  ");
  }

  private static String escaped(String text) {
    var line = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (acts(each)) {
        line.append(notation(each));
      } else {
        line.append(each);
      }
    }
    return line.toString();
  }

  /// How a character is written that is not shown as it is.
  public static String notation(int character) {
    return "\\u%04x".formatted(character);
  }

  /// Control characters, ends of lines and paragraphs, and what changes the direction of text.
  private static boolean acts(char c) {
    return c < FIRST_PRINTABLE
        || (c >= DELETE && c <= LAST_CONTROL)
        || (c >= '\u2028' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069')
        || c == '\u200e'
        || c == '\u200f';
  }
}
