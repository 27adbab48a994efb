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

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
