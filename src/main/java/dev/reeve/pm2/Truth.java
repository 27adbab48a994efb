package dev.reeve.pm2;

import org.jspecify.annotations.Nullable;

/// What counts as true in JavaScript, where PM2 asks so.
public final class Truth {
  private Truth() {}

  public static boolean of(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Boolean flag -> flag;
      case Number number -> number.doubleValue() != 0;
      case String text -> !text.isEmpty();
      default -> true;
    };
  }
}
