package dev.reeve.daemon;

import dev.reeve.lifecycle.Goal;
import dev.reeve.lifecycle.State;
import dev.reeve.model.Dependency;
import dev.reeve.model.Exit;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/// Whether what an instance starts after is so.
final class Needs {
  private static final String NEEDS = "needs ";
  private static final int LONGEST_CHAIN = 1000;

  private final Supplier<Collection<Supervised>> listed;

  Needs(Supplier<Collection<Supervised>> listed) {
    this.listed = listed;
  }

  sealed interface Verdict {
    /// It may start.
    record Met() implements Verdict {}

    /// Not yet. `stuck`: nothing is under way that would change it.
    record Waits(String why, boolean stuck) implements Verdict {}

    /// It will not come; the sentence names the chain, and what to do.
    record Never(String why) implements Verdict {}
  }

  Verdict verdict(Supervised instance) {
    Verdict worst = new Verdict.Met();
    for (var need : instance.spec.care().dependsOn()) {
      var one = ofAll(need);
      if (one instanceof Verdict.Never) {
        return one;
      }
      worst = one instanceof Verdict.Waits && worst instanceof Verdict.Met ? one : worst;
    }
    return worst;
  }

  private Verdict ofAll(Dependency need) {
    var all =
        listed.get().stream()
            .filter(each -> each.spec.name().equals(need.app()) && each.core.goal() != Goal.GONE)
            .toList();
    if (all.isEmpty()) {
      return new Verdict.Never(
          NEEDS + need.app() + ", which is not in the list; start it, then what needs it");
    }
    return ofAll(need, all);
  }

  private static Verdict ofAll(Dependency need, List<Supervised> all) {
    Verdict worst = new Verdict.Met();
    for (var each : all) {
      var one = of(need, each);
      if (one instanceof Verdict.Never) {
        return one;
      }
      worst = one instanceof Verdict.Waits && worst instanceof Verdict.Met ? one : worst;
    }
    return worst;
  }

  private static Verdict of(Dependency need, Supervised other) {
    return switch (other.core.state()) {
      case State.Errored(var reason) -> never(need, other, reason);
      case State.Stopped _ -> ofStopped(need, other);
      case State.Online _ -> ofOnline(need, other);
      case State.Overdue _ ->
          need.condition() == Dependency.Condition.READY
              ? new Verdict.Waits("waits for " + need.sentence() + ", which is late", true)
              : ofRunning(need, other);
      case State.Starting _ -> ofRunning(need, other);
      case State.Spawning _, State.Held _, State.Waiting _ -> waits(need);
      case State.Draining _, State.Parting _, State.Stopping _, State.Killing _, State.Clearing _ ->
          other.core.goal() == Goal.UP
              ? waits(need)
              : new Verdict.Never(
                  "%s%s, which is being stopped; start it, then what needs it"
                      .formatted(NEEDS, need.app()));
    };
  }

  private static Verdict never(Dependency need, Supervised other, String reason) {
    return new Verdict.Never(
        reason.startsWith(NEEDS)
            ? NEEDS + need.app() + ", which " + shortened(reason)
            : "%s%s, which is errored (%s); mend %s, start it, then what needs it"
                .formatted(NEEDS, need.app(), reason, other.spec.name()));
  }

  /// A long chain is told as far as people read it.
  private static String shortened(String reason) {
    return reason.length() > LONGEST_CHAIN ? reason.substring(0, LONGEST_CHAIN) + "…" : reason;
  }

  private static Verdict ofStopped(Dependency need, Supervised other) {
    var outcome = other.outcome;
    if (other.core.goal() == Goal.UP) {
      return waits(need);
    }
    if (need.condition() == Dependency.Condition.COMPLETED && outcome != null) {
      return outcome.equals(new Exit.Code(0))
          ? new Verdict.Met()
          : new Verdict.Never(
              "%s%s, which has ended with %s; mend it, start it, then what needs it"
                  .formatted(NEEDS, need.app(), outcome.sentence()));
    }
    return new Verdict.Never(
        "%s%s, which is stopped; start it, then what needs it".formatted(NEEDS, need.app()));
  }

  private static Verdict ofRunning(Dependency need, Supervised other) {
    return switch (need.condition()) {
      case STARTED -> new Verdict.Met();
      case READY, COMPLETED -> waits(need);
      case HEALTHY -> ofHealth(need, other);
    };
  }

  private static Verdict ofOnline(Dependency need, Supervised other) {
    return switch (need.condition()) {
      case STARTED, READY -> new Verdict.Met();
      case COMPLETED -> waits(need);
      case HEALTHY -> ofHealth(need, other);
    };
  }

  private static Verdict ofHealth(Dependency need, Supervised other) {
    return switch (other.health()) {
      case HEALTHY -> new Verdict.Met();
      case STARTING -> waits(need);
      case UNHEALTHY ->
          new Verdict.Waits("waits for " + need.sentence() + ", which it is not", true);
      case NONE ->
          other.spec.care().health() == null
              ? new Verdict.Never(
                  NEEDS + need.app() + " to be healthy, and it has no health check; give it one")
              : waits(need);
    };
  }

  private static Verdict waits(Dependency need) {
    return new Verdict.Waits("waits for " + need.sentence(), false);
  }
}
