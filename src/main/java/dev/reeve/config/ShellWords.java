package dev.reeve.config;

import java.util.ArrayList;
import java.util.List;

/// Splits a text into words as a shell does: quotes and backslashes, but no variables and no globs.
/// And makes one word of a text.
public final class ShellWords {
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private char quote;

  private ShellWords() {}

  /// A text as one word of a shell, whatever is in it.
  public static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  static List<String> split(String text) {
    var split = new ShellWords();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean escapes = c == '\\' && split.quote != '\'' && i + 1 < text.length();
      if (escapes) {
        i++;
        split.literal(text.charAt(i));
      } else {
        split.next(c);
      }
    }
    split.end();
    return split.words;
  }

  private void literal(char c) {
    word.append(c);
    inWord = true;
  }

  private void next(char c) {
    if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        word.append(c);
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      inWord = true;
    } else if (Character.isWhitespace(c)) {
      end();
    } else {
      literal(c);
    }
  }

  private void end() {
    if (inWord) {
      words.add(word.toString());
    }
    word.setLength(0);
    inWord = false;
  }
}
