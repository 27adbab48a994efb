package dev.reeve.lifecycle;

import dev.reeve.model.AppSpec;
import java.time.Duration;
import java.util.List;

/// The part of an [AppSpec] that the rules look at, in ns and bytes.
public record Policy(Readiness ready, Patience patience, Leave leave, long maxMemoryBytes) {

  /// Whether a run must say that it is ready, and until when.
  public record Readiness(boolean awaited, long listenTimeoutNs) {}

  /// What follows a run that ended by itself. `backoffNs` is the first delay, 0 for none.
  public record Patience(
      boolean restart,
      List<Integer> stopExitCodes,
      int maxUnstable,
      long minUptimeNs,
      long delayNs,
      long backoffNs) {}

  /// How a run leaves. `tree`: all of it, not only its main process.
  public record Leave(long killTimeoutNs, long killRetryNs, boolean tree) {}

  public static Policy of(AppSpec spec) {
    var restart = spec.restart();
    return new Policy(
        new Readiness(spec.start().waitReady(), spec.start().listenTimeout().toNanos()),
        new Patience(
            restart.auto(),
            restart.stopExitCodes(),
            restart.maxUnstable(),
            restart.minUptime().toNanos(),
            restart.delay().toNanos(),
            restart.backoff().toNanos()),
        new Leave(
            spec.stop().killTimeout().toNanos(),
            atLeast(spec.stop().killRetry(), Duration.ofMillis(10)).toNanos(),
            spec.stop().tree()),
        restart.maxMemoryBytes());
  }

  private static Duration atLeast(Duration asked, Duration least) {
    return asked.compareTo(least) < 0 ? least : asked;
  }
}
