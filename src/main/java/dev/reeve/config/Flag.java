package dev.reeve.config;

import org.jspecify.annotations.Nullable;

/// How an option is given on the command line: `--name`, and perhaps `-n`. `fixed` is the value of
/// a flag that takes none: `--no-autorestart` sets `autorestart` to false.
public record Flag(String name, @Nullable String letter, Takes takes, Object fixed) {

  /// What follows a flag.
  public enum Takes {
    NOTHING,
    ONE,
    /// The next word, unless it is a flag itself.
    PERHAPS_ONE,
    /// The next word, and all numbers after it.
    MANY,
    /// The next word, a time; a bare number is in seconds.
    SECONDS
  }

  public static Flag of(String name, Takes takes) {
    return new Flag(name, null, takes, true);
  }

  /// `--no-<name>`: no value, and it means false.
  public static Flag negated(String name) {
    return new Flag("no-" + name, null, Takes.NOTHING, false);
  }

  public Flag letter(String other) {
    return new Flag(name, other, takes, fixed);
  }
}
