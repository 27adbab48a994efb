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

  /// How a run leaves. `tree`: all of it, not only its main process. `drainNs` is how long it may
  /// go on with what it has begun when another one takes its place, 0 for what can't be told.
  public record Leave(long killTimeoutNs, long killRetryNs, boolean tree, long drainNs) {}

  /// What a run may take at least to end what it has begun.
  private static final Duration LEAST_DRAIN = Duration.ofSeconds(5);

  public static Policy of(AppSpec spec) {
    var restart = spec.restart();
    return new Policy(
        new Readiness(spec.start().awaited(), spec.start().listenTimeout().toNanos()),
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
            spec.stop().tree(),
            spec.drains() ? atLeast(spec.stop().killTimeout(), LEAST_DRAIN).toNanos() : 0),
        restart.maxMemoryBytes());
  }

  /// For a run that is not wanted any more when it ends by itself.
  public Policy forOneRun() {
    var once =
        new Patience(
            false,
            patience.stopExitCodes,
            patience.maxUnstable,
            patience.minUptimeNs,
            patience.delayNs,
            patience.backoffNs);
    return new Policy(ready, once, leave, maxMemoryBytes);
  }

  private static Duration atLeast(Duration asked, Duration least) {
    return asked.compareTo(least) < 0 ? least : asked;
  }
}
