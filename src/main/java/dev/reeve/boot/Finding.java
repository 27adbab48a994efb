package dev.reeve.boot;

import org.jspecify.annotations.Nullable;

/// What one check has found: how grave it is, a sentence, and what to do about it.
public record Finding(String check, Grade grade, String message, @Nullable String mend) {
  /// `ADVICE` is what may well be meant as it is; `BAD` must be mended.
  public enum Grade {
    GOOD,
    ADVICE,
    BAD;

    /// For programs.
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static Finding good(String check, String message) {
    return new Finding(check, Grade.GOOD, message, null);
  }

  static Finding advice(String check, String message, String mend) {
    return new Finding(check, Grade.ADVICE, message, mend);
  }

  static Finding bad(String check, String message, String mend) {
    return new Finding(check, Grade.BAD, message, mend);
  }
}
