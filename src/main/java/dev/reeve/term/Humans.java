package dev.reeve.term;

/// Figures as PM2 shows them to people.
public final class Humans {
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Humans() {}

  /// `3s`, `5m`, `2h`, `4D`.
  public static String duration(long ms) {
    if (ms >= DAY) {
      return ms / DAY + "D";
    }
    if (ms >= HOUR) {
      return ms / HOUR + "h";
    }
    return ms >= MINUTE ? ms / MINUTE + "m" : Math.max(0, ms / SECOND) + "s";
  }

  /// `0b`, `1.6mb`, `51.5mb`, `2.0gb`.
  public static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + "b";
    }
    long unit = 1024;
    for (var name : new String[] {"kb", "mb", "gb"}) {
      if (bytes < unit * 1024) {
        return tenths(bytes, unit) + name;
      }
      unit *= 1024;
    }
    return tenths(bytes, unit) + "tb";
  }

  /// One decimal, without the start-up cost of `String.format`.
  private static String tenths(long bytes, long unit) {
    long tenths = Math.round(bytes * 10.0 / unit);
    return tenths / 10 + "." + tenths % 10;
  }
}
