package dev.reeve.model;

import java.util.regex.Pattern;

/// A search for an expression that somebody else wrote, with a bound on its cost. Java's
/// expressions backtrack: a short one and a long text are enough for years, or for a stack that is
/// too small. What is linear is never refused; what costs more draws on an allowance, and a search
/// that is over it has found nothing.
public final class BoundedMatch {
  /// So many looks at a character are free, for each character of the text.
  private static final int FREE_LOOKS = 50;

  /// What one text may cost beyond that, and what a stack that was too small counts for.
  private static final long MOST_A_TEXT = 1_000_000;

  private final Pattern pattern;
  private long allowance;

  /// `allowance`: how many looks all its searches together may cost beyond what is linear.
  public BoundedMatch(Pattern pattern, long allowance) {
    this.pattern = pattern;
    this.allowance = allowance;
  }

  /// Whether a match is somewhere in a text, with an allowance for this search alone.
  public static boolean find(Pattern pattern, String text) {
    return new BoundedMatch(pattern, MOST_A_TEXT).find(text);
  }

  /// Whether a text as a whole is a match, with an allowance for this search alone.
  public static boolean matches(Pattern pattern, String text) {
    return new BoundedMatch(pattern, MOST_A_TEXT).search(text, true);
  }

  /// Whether a match is somewhere in a text.
  public boolean find(String text) {
    return search(text, false);
  }

  /// Whether nothing is searched any more.
  public boolean exhausted() {
    return allowance <= 0;
  }

  private boolean search(String text, boolean whole) {
    if (exhausted()) {
      return false;
    }
    long free = (long) FREE_LOOKS * text.length();
    var looks = new Looks(text, free + Math.min(allowance, MOST_A_TEXT));
    try {
      var matcher = pattern.matcher(looks);
      return whole ? matcher.matches() : matcher.find();
    } catch (TooCostly given) {
      return false;
    } catch (StackOverflowError deep) {
      allowance -= MOST_A_TEXT;
      return false;
    } finally {
      allowance -= Math.max(0, looks.count - free);
    }
  }

  /// It is over the bound; thrown through the library's search, and caught here.
  private static final class TooCostly extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooCostly() {
      super("too costly", null, false, false);
    }
  }

  /// A text that counts how often it is looked at.
  private static final class Looks implements CharSequence {
    private final String text;
    private final long most;
    private long count;

    private Looks(String text, long most) {
      this.text = text;
      this.most = most;
    }

    @Override
    public char charAt(int index) {
      if (++count > most) {
        throw new TooCostly();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
