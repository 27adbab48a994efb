package dev.reeve.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which lines are wanted. Most lines of a long history are not: a text that each match must hold
/// is looked for in whole blocks of bytes, and only lines that have it meet the expression.
public final class LineFilter {
  /// Every line.
  public static final LineFilter ALL = new LineFilter(null);

  private static final String SPECIAL = "\\[](){}.*+?^$|";
  private static final int BYTE_VALUES = 256;

  private final @Nullable Pattern pattern;
  private final byte[] literal;

  /// How far to go on when the last of so many bytes is this one (Boyer, Moore, Horspool).
  private final int[] skips = new int[BYTE_VALUES];

  private LineFilter(@Nullable Pattern pattern) {
    this.pattern = pattern;
    this.literal =
        pattern == null ? new byte[0] : literal(pattern).getBytes(StandardCharsets.UTF_8);
    java.util.Arrays.fill(skips, literal.length);
    for (int i = 0; i < literal.length - 1; i++) {
      skips[literal[i] & 0xff] = literal.length - 1 - i;
    }
  }

  /// Lines in which an expression is found; null for every line.
  public static LineFilter of(@Nullable Pattern pattern) {
    return pattern == null ? ALL : new LineFilter(pattern);
  }

  /// Whether a line that is no longer bytes is wanted.
  public boolean wants(String line) {
    return pattern == null || pattern.matcher(line).find();
  }

  /// Hands on the wanted lines of a block.
  void lines(byte[] bytes, int from, int to, LineSink sink) throws IOException {
    int at = from;
    while (at < to) {
      int hit = literal.length == 0 ? at : find(bytes, at, to);
      if (hit < 0) {
        return;
      }
      int start = hit;
      while (start > at && bytes[start - 1] != '\n') {
        start--;
      }
      int end = hit;
      while (end < to && bytes[end] != '\n') {
        end++;
      }
      if (wants(bytes, start, end)) {
        sink.line(bytes, start, end);
      }
      at = end + 1;
    }
  }

  private boolean wants(byte[] bytes, int from, int to) {
    return pattern == null || wants(text(bytes, from, to));
  }

  /// A line as text; a carriage return before its end belongs to the end.
  public static String text(byte[] bytes, int from, int to) {
    int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  private int find(byte[] bytes, int from, int to) {
    int last = literal.length - 1;
    for (int at = from + last; at < to; at += skips[bytes[at] & 0xff]) {
      int back = 0;
      while (back <= last && bytes[at - back] == literal[last - back]) {
        back++;
      }
      if (back > last) {
        return at - last;
      }
    }
    return -1;
  }

  /// The longest run of characters that stand for themselves in every match; empty where that can't
  /// be told at a glance: alternatives, groups, flags.
  static String literal(Pattern pattern) {
    var text = pattern.pattern();
    if (pattern.flags() != 0 || text.indexOf('|') >= 0 || text.indexOf('(') >= 0) {
      return "";
    }
    var longest = "";
    var run = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = SPECIAL.indexOf(c) < 0;
      boolean optional = i + 1 < text.length() && "*?{+".indexOf(text.charAt(i + 1)) >= 0;
      if (plain && !optional) {
        run.append(c);
      }
      if (!plain || optional || i == text.length() - 1) {
        longest = run.length() > longest.length() ? run.toString() : longest;
        run.setLength(0);
      }
      i = plain ? i : endOfSpecial(text, i);
    }
    return longest;
  }

  /// The index of the last character of an escape, a class or a count.
  private static int endOfSpecial(String text, int at) {
    return switch (text.charAt(at)) {
      case '\\' -> text.startsWith("Q", at + 1) || isLongEscape(text, at) ? text.length() : at + 1;
      case '[' -> endOfClass(text, at);
      case '{' -> Math.max(at, text.indexOf('}', at));
      default -> at;
    };
  }

  private static boolean isLongEscape(String text, int at) {
    return at + 1 < text.length() && "pPxuNkc0".indexOf(text.charAt(at + 1)) >= 0;
  }

  /// A class with classes or escapes in it ends the search, at no cost but that of the look.
  private static int endOfClass(String text, int at) {
    int close = text.indexOf(']', at + 2);
    boolean plain =
        close > 0 && text.indexOf('[', at + 1) < 0 && text.lastIndexOf('\\', close) < at;
    return plain ? close : text.length();
  }
}
