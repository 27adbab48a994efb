package dev.reeve.lifecycle;

import java.time.Duration;

/// Changes that follow each other closely are one: it is acted on when they have ended, and at last
/// when they have gone on for long. `lastNs` is the time of the last, `first` and `count` are for
/// people.
public record Unrest(long firstNs, long lastNs, String first, int count) {
  /// An editor's, a compiler's or `git checkout`'s writes come closer together.
  static final long QUIET_NS = Duration.ofMillis(100).toNanos();

  /// What never is quiet is acted on all the same.
  static final long LONGEST_NS = Duration.ofSeconds(3).toNanos();

  public static Unrest begin(String file, long nowNs) {
    return new Unrest(nowNs, nowNs, file, 1);
  }

  public Unrest and(long nowNs) {
    return new Unrest(firstNs, nowNs, first, count + 1);
  }

  /// When to act on it, if nothing else changes until then.
  public long dueNs(Duration delay) {
    long quietNs = Math.max(QUIET_NS, delay.toNanos());
    return Math.min(lastNs + quietNs, firstNs + quietNs + LONGEST_NS);
  }

  public String sentence() {
    return count == 1 ? first + " changed" : first + " changed, and " + (count - 1) + " more";
  }
}
