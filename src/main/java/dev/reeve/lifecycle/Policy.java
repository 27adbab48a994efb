package dev.reeve.lifecycle;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Hook;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The part of an [AppSpec] that the rules look at, in ns and bytes.
///
/// `renewed`: one that ends by itself for good may be wanted again, without a command.
public record Policy(
    Readiness ready, Patience patience, Leave leave, long maxMemoryBytes, boolean renewed) {

  public Policy(Readiness ready, Patience patience, Leave leave, long maxMemoryBytes) {
    this(ready, patience, leave, maxMemoryBytes, false);
  }

  /// Whether a run must say that it is ready, and until when.
  public record Readiness(boolean awaited, long listenTimeoutNs) {}

  /// What follows a run that ended by itself. `backoffNs` is the first delay, 0 for none. `asked`:
  /// its health is asked for, and only that shows that it is stable.
  public record Patience(
      AppSpec.When when,
      List<Integer> stopExitCodes,
      int maxUnstable,
      long minUptimeNs,
      long delayNs,
      long backoffNs,
      boolean asked) {}

  /// How a run leaves. `tree`: all of it, not only its main process. `drainNs` is how long it may
  /// go on with what it has begun when another one takes its place, 0 for what can't be told.
  /// `partNs` is how long what is done before it is asked to leave may take, 0 for nothing.
  public record Leave(
      long killTimeoutNs, long killRetryNs, boolean tree, long drainNs, long partNs) {}

  /// What a run may take at least to end what it has begun.
  private static final Duration LEAST_DRAIN = Duration.ofSeconds(5);

  public static Policy of(AppSpec spec) {
    var restart = spec.restart();
    return new Policy(
        new Readiness(spec.start().awaited(), spec.start().listenTimeout().toNanos()),
        new Patience(
            restart.when(),
            restart.stopExitCodes(),
            restart.maxUnstable(),
            restart.minUptime().toNanos(),
            restart.delay().toNanos(),
            restart.backoff().toNanos(),
            spec.care().health() != null),
        new Leave(
            spec.stop().killTimeout().toNanos(),
            atLeast(spec.stop().killRetry(), Duration.ofMillis(10)).toNanos(),
            spec.stop().treeKill().tree(),
            spec.drains() ? atLeast(spec.stop().killTimeout(), LEAST_DRAIN).toNanos() : 0,
            partNs(spec.care().hooks().get(Hook.When.PRE_STOP))),
        restart.maxMemoryBytes(),
        spec.care().renewal().asked());
  }

  /// For a run that is not wanted any more when it ends by itself.
  public Policy forOneRun() {
    var once =
        new Patience(
            AppSpec.When.NEVER,
            patience.stopExitCodes,
            patience.maxUnstable,
            patience.minUptimeNs,
            patience.delayNs,
            patience.backoffNs,
            patience.asked);
    return new Policy(ready, once, leave, maxMemoryBytes);
  }

  private static long partNs(@Nullable Hook hook) {
    return hook == null ? 0 : hook.timeout().toNanos();
  }

  private static Duration atLeast(Duration asked, Duration least) {
    return asked.compareTo(least) < 0 ? least : asked;
  }
}
