package dev.reeve.config;

/// What becomes of an option that PM2 knows.
public enum Support {
  /// It does what it says.
  SUPPORTED,
  /// It has no meaning here and is taken in silence.
  IGNORED
}
