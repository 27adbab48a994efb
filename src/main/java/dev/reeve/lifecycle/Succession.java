package dev.reeve.lifecycle;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Exit;
import java.time.Duration;

/// What comes after a run: nothing, the next run at once, the next run later, or giving up.
///
/// A run that is shorter than `min_uptime` is unstable; `max_restarts` of them in a row, and the
/// instance is errored, whatever it did in better times and however long it waits between runs.
final class Succession {
  /// The longest that a back-off grows to, and by what it grows.
  static final long BACKOFF_CAP_NS = Duration.ofSeconds(15).toNanos();

  /// A run of this length sets the back-off to its first delay again.
  static final long BACKOFF_RESET_NS = Duration.ofSeconds(30).toNanos();

  /// Whatever was asked for, runs this short do not follow each other without a pause for ever.
  static final long SPIN_NS = Duration.ofMillis(100).toNanos();

  /// How long to wait before a spawn that the machine had no room for is tried again.
  static final long SHORTAGE_NS = Duration.ofSeconds(1).toNanos();

  private static final int SPIN_RUNS = 16;

  private final Moment at;
  private final Policy.Patience patience;

  Succession(Moment at) {
    this.at = at;
    this.patience = at.policy().patience();
  }

  /// All of a run is gone; `how` says how it went.
  Step after(Ending ending, String how) {
    if (at.now().goal() != Goal.UP) {
      return Lifecycle.settle(at.now(), how);
    }
    return switch (ending) {
      case Ending.Asked _ -> Lifecycle.spawn(at.now(), how);
      case Ending.OverMemory(long uptimeNs) -> afterOverMemory(uptimeNs, how);
      case Ending.Unhealthy unhealthy -> afterUnhealthy(unhealthy, how);
      case Ending.ByItself(var exit, long uptimeNs) -> afterOwnEnd(exit, uptimeNs);
    };
  }

  /// The machine was short of something: no fault of the app's, so it is not counted against it.
  Step afterFailedSpawn(String reason) {
    var waiting = at.now().with(new State.Waiting(at.nowNs() + SHORTAGE_NS));
    return Step.to(waiting, reason + ", again in " + SHORTAGE_NS / 1_000_000 + " ms");
  }

  private Step afterOverMemory(long uptimeNs, String how) {
    var tally = counted(uptimeNs);
    return tally.unstable() >= patience.maxUnstable()
        ? giveUp(tally, "over its memory limit each time")
        : Lifecycle.spawn(at.now().with(tally.restarted()), how);
  }

  /// A run that never was well is an unstable one, however long it took to find out.
  private Step afterUnhealthy(Ending.Unhealthy ending, String how) {
    if (patience.when() == AppSpec.When.NEVER) {
      return Lifecycle.settle(at.now().with(atRest()), how + ", no restart wanted");
    }
    var tally = ending.ever() ? counted(ending.uptimeNs()) : at.now().tally().unsteady();
    return tally.unstable() >= patience.maxUnstable()
        ? giveUp(tally, "not healthy")
        : Lifecycle.spawn(at.now().with(tally.restarted()), how);
  }

  /// It had no run yet, so this is as good as a run of no length.
  Step afterUnprepared(String reason) {
    var tally = at.now().tally().unsteady();
    if (patience.when() == AppSpec.When.NEVER) {
      return Step.to(at.now().with(tally).with(new State.Errored(reason)), reason);
    }
    if (tally.unstable() >= patience.maxUnstable()) {
      return giveUp(tally, reason);
    }
    long delayNs = Math.max(SHORTAGE_NS, patience.delayNs());
    var waiting = at.now().with(tally.restarted()).with(new State.Waiting(at.nowNs() + delayNs));
    return Step.to(waiting, reason + ", again in " + delayNs / 1_000_000 + " ms");
  }

  private Step afterOwnEnd(Exit exit, long uptimeNs) {
    if (patience.when() == AppSpec.When.NEVER) {
      return Lifecycle.settle(at.now().with(atRest()), exit.sentence() + ", no restart wanted");
    }
    if (exit instanceof Exit.Code(int code) && patience.stopExitCodes().contains(code)) {
      return Lifecycle.settle(
          at.now().with(atRest()), exit.sentence() + ", one of stop_exit_codes");
    }
    if (patience.when() == AppSpec.When.ON_FAILURE && exit.equals(new Exit.Code(0))) {
      return Lifecycle.settle(at.now().with(atRest()), exit.sentence() + ", it is done");
    }
    var tally = counted(uptimeNs);
    return tally.unstable() >= patience.maxUnstable()
        ? giveUp(tally, exit.sentence())
        : succeed(tally, uptimeNs, exit.sentence());
  }

  /// It may be wanted again, and not by a command only.
  private Goal atRest() {
    return at.policy().renewed() ? Goal.RESTING : Goal.DOWN;
  }

  private Tally counted(long uptimeNs) {
    var tally = at.now().tally();
    return uptimeNs < patience.minUptimeNs() ? tally.unsteady() : tally.steady();
  }

  private Step giveUp(Tally tally, String how) {
    var reason = "%d unstable runs in a row, the last: %s".formatted(tally.unstable(), how);
    return Step.to(at.now().with(tally).with(new State.Errored(reason)), reason);
  }

  private Step succeed(Tally tally, long uptimeNs, String how) {
    long delayNs = patience.delayNs();
    var next = tally.restarted();
    if (patience.backoffNs() > 0) {
      delayNs = backoffNs(tally, uptimeNs);
      next = next.backedOff(delayNs);
    }
    delayNs = Math.max(delayNs, pauseNs(tally, uptimeNs));
    var instance = at.now().with(next);
    if (delayNs <= 0) {
      return Lifecycle.spawn(instance, how);
    }
    var waiting = instance.with(new State.Waiting(at.nowNs() + delayNs));
    return Step.to(waiting, how + ", again in " + delayNs / 1_000_000 + " ms");
  }

  private long backoffNs(Tally tally, long uptimeNs) {
    boolean first = tally.backoffNs() == 0 || uptimeNs >= BACKOFF_RESET_NS;
    long wantedNs = first ? patience.backoffNs() : tally.backoffNs() / 2 * 3;
    return Math.min(wantedNs, Math.max(BACKOFF_CAP_NS, patience.backoffNs()));
  }

  private long pauseNs(Tally tally, long uptimeNs) {
    boolean uncounted = uptimeNs >= patience.minUptimeNs();
    boolean spins = uptimeNs < SPIN_NS && (uncounted || tally.unstable() > SPIN_RUNS);
    return spins ? SPIN_NS : 0;
  }
}
