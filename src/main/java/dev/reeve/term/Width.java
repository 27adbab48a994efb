package dev.reeve.term;

import org.jline.utils.WCWidth;

/// How many columns of a terminal a text takes: 2 for East Asian wide characters and emoji, 0 for
/// combining ones. Escape sequences don't belong into the text; colour is put on afterwards.
public final class Width {
  private static final int FIRST_COMBINING = 0x300;
  private static final int JOINER = 0x200d;
  private static final int EMOJI_VARIANT = 0xfe0f;

  private Width() {}

  public static int of(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); ) {
      int next = clusterEnd(text, i);
      columns += cluster(text, i, next);
      i = next;
    }
    return columns;
  }

  /// The text, or as much of it as fits in `columns` with `…` at its end.
  public static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    return columns < 1 ? "" : text.substring(0, fitting(text, columns - 1)) + "…";
  }

  /// The text with blanks up to `columns`.
  public static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - of(text)));
  }

  /// How many characters from the start fit in `columns`.
  public static int fitting(String text, int columns) {
    int used = 0;
    for (int i = 0; i < text.length(); ) {
      int next = clusterEnd(text, i);
      used += cluster(text, i, next);
      if (used > columns) {
        return i;
      }
      i = next;
    }
    return text.length();
  }

  /// The end of a code point with what joins it: combining marks, emoji that a joiner ties to it.
  private static int clusterEnd(String text, int start) {
    int end = start + Character.charCount(text.codePointAt(start));
    while (end < text.length()) {
      int next = text.codePointAt(end);
      boolean tied = text.codePointBefore(end) == JOINER;
      if (next < FIRST_COMBINING || (!tied && width(next) != 0)) {
        break;
      }
      end += Character.charCount(next);
    }
    return end;
  }

  private static int cluster(String text, int start, int end) {
    int first = width(text.codePointAt(start));
    boolean asEmoji = end - start > 1 && text.indexOf(EMOJI_VARIANT, start, end) >= 0;
    return asEmoji ? Math.max(first, 2) : first;
  }

  private static int width(int codePoint) {
    if (codePoint < FIRST_COMBINING) {
      return codePoint < 32 || codePoint == 127 ? 0 : 1;
    }
    // Our own headings have one: it shall not cost the table of all characters.
    return isArrow(codePoint) ? 1 : Math.max(0, WCWidth.wcwidth(codePoint));
  }

  private static boolean isArrow(int codePoint) {
    return codePoint >= 0x2190 && codePoint <= 0x21ff;
  }
}
