package dev.reeve.export;

import java.time.Duration;

/// Spans of time as each platform writes them.
final class Spans {
  private static final long MS = 1000;

  private Spans() {}

  /// `15s`, `1600ms`: Go and systemd both read it.
  static String text(Duration span) {
    return span.toMillis() % MS == 0 ? span.toSeconds() + "s" : span.toMillis() + "ms";
  }

  /// Whole seconds, rounded up, at least one.
  static long seconds(Duration span) {
    return Math.max(1, (span.toMillis() + MS - 1) / MS);
  }
}
