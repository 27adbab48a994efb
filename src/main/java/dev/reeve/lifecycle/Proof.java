package dev.reeve.lifecycle;

import dev.reeve.model.Health;

/// Whether a run that would take another's place may do so.
public sealed interface Proof {
  /// It may.
  record Given() implements Proof {}

  /// Not yet; to be asked again at `atNs` at the latest.
  record Awaited(long atNs) implements Proof {}

  /// It never will, for a reason in a sentence.
  record Failed(String reason) implements Proof {}

  /// What is asked of it. `listening`: the other run listens, so this one must; `listens`: it does.
  /// `age`: it must have lived for `min_uptime`, however ready it is. `health`: what its health
  /// check says, which is not asked of one that says by itself when it is ready.
  record Demand(boolean listening, boolean listens, boolean age, Health health) {}

  /// A run that has no way to say that it is ready is believed when it has lived for `min_uptime`.
  static Proof of(Instance now, Policy policy, Demand demand, long nowNs) {
    return switch (now.state()) {
      case State.Errored(var reason) -> new Failed(reason);
      case State.Spawning _, State.Held _, State.Waiting _ -> new Awaited(State.NEVER);
      case State.Starting(_, long untilNs) -> new Awaited(untilNs);
      case State.Overdue _ -> new Failed("was not ready within " + listenTimeout(policy));
      case State.Online(var run, _) -> ofOnline(run, policy, demand, nowNs);
      case State.Stopped _,
          State.Draining _,
          State.Parting _,
          State.Stopping _,
          State.Killing _,
          State.Clearing _ ->
          new Failed("");
    };
  }

  private static Proof ofOnline(Run run, Policy policy, Demand demand, long nowNs) {
    long listenUntilNs = run.startedNs() + policy.ready().listenTimeoutNs();
    if (demand.listening && !demand.listens) {
      return nowNs < listenUntilNs
          ? new Awaited(listenUntilNs)
          : new Failed("was not listening within " + listenTimeout(policy));
    }
    if (!policy.ready().awaited() && demand.health == Health.UNHEALTHY) {
      return new Failed("was not healthy");
    }
    if (!policy.ready().awaited() && demand.health == Health.STARTING) {
      return new Awaited(State.NEVER);
    }
    boolean saysSo = demand.listens || policy.ready().awaited() || demand.health == Health.HEALTHY;
    long oldEnoughNs = run.startedNs() + policy.patience().minUptimeNs();
    boolean needsAge = demand.age || !saysSo;
    return needsAge && nowNs < oldEnoughNs ? new Awaited(oldEnoughNs) : new Given();
  }

  private static String listenTimeout(Policy policy) {
    return policy.ready().listenTimeoutNs() / 1_000_000 + " ms (listen_timeout)";
  }
}
