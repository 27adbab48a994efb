package dev.reeve.model;

import java.util.Locale;

/// How well a run is, as far as its health check tells.
public enum Health {
  /// Nobody asks.
  NONE,
  /// It has not answered well yet, nor failed often enough.
  STARTING,
  HEALTHY,
  UNHEALTHY;

  /// NONE for a word that is none of these.
  public static Health ofWord(String word) {
    for (var each : values()) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    return NONE;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
