package dev.reeve.lifecycle;

import dev.reeve.model.Exit;

/// The whole life of an instance as one total function.
///
/// What is *wanted* ([Goal]) and what *is* ([State]) are apart: a command changes the goal and
/// starts whatever leads there; an ending asks the goal what comes next. So a `stop` in the middle
/// of a back-off, of a spawn or of another stop needs no case of its own. Every pair of state and
/// input has an answer, most of them "stay"; the golden table in the tests holds them all.
public final class Lifecycle {
  private Lifecycle() {}

  /// The answer to one input at `nowNs`.
  public static Step step(Instance now, Input input, Policy policy, long nowNs) {
    var at = new Moment(now, policy, nowNs);
    return switch (input) {
      case Input.Start _ -> onStart(at);
      case Input.Stop _ -> onStop(at);
      case Input.Restart _ -> onRestart(at);
      case Input.Renew(var why, long sinceNs) -> new Replacing(at).onRenew(why, sinceNs);
      case Input.Delete _ -> onDelete(at);
      case Input.Retire _ -> onRetire(at);
      case Input.Drained _ -> onDrained(at);
      case Input.Promoted(var tally) -> Step.stay(now.with(tally.restarted().forgiven()));
      case Input.ResetCounts _ -> Step.stay(now.with(Tally.ZERO));
      case Input.Spawned(int pid) -> onSpawned(at, pid);
      case Input.Adopted(int pid, long startedNs) -> onAdopted(at, new Run(pid, startedNs));
      case Input.SpawnFailed(var reason, boolean passing) -> onSpawnFailed(at, reason, passing);
      case Input.Held(var why) -> new Preparation(at).onHeld(why);
      case Input.Released _ -> new Preparation(at).onReleased();
      case Input.Unprepared(var reason) -> new Preparation(at).onUnprepared(reason);
      case Input.Parted _ -> new Departure(at).onParted();
      case Input.Healthy _ -> onHealthy(at);
      case Input.Unhealthy(var reason, boolean ever) -> onUnhealthy(at, reason, ever);
      case Input.Exited(var exit, boolean alone) -> onExited(at, exit, alone);
      case Input.Cleared _ -> onCleared(at);
      case Input.ReadySignalled _ -> onReadySignalled(at);
      case Input.MemorySampled(long bytes) -> onMemorySampled(at, bytes);
      case Input.DeadlinePassed _ -> onDeadlinePassed(at);
    };
  }

  static Step onStart(Moment at) {
    var wanted = at.now().wanting(Goal.UP);
    return switch (at.state()) {
      case State.Stopped _, State.Errored _, State.Waiting _ ->
          spawn(forgiven(wanted), "started by command");
      case State.Parting(var run, _, long untilNs) ->
          onceDown(wanted, new State.Parting(run, new Ending.Asked(), untilNs));
      case State.Stopping(var run, _, long killAtNs) ->
          onceDown(wanted, new State.Stopping(run, new Ending.Asked(), killAtNs));
      case State.Killing(var run, _, long retryAtNs) ->
          onceDown(wanted, new State.Killing(run, new Ending.Asked(), retryAtNs));
      case State.Clearing(_, long killAtNs) ->
          onceDown(wanted, new State.Clearing(new Ending.Asked(), killAtNs));
      case State.Spawning _,
          State.Held _,
          State.Starting _,
          State.Overdue _,
          State.Online _,
          State.Draining _ ->
          Step.stay(wanted);
    };
  }

  /// Whatever ended the run, the command has the last word on what follows it.
  private static Step onceDown(Instance wanted, State leaving) {
    return Step.to(forgiven(wanted.with(leaving)), "starts again as soon as it is down");
  }

  private static Step onRestart(Moment at) {
    var wanted = forgiven(at.now().wanting(Goal.UP));
    return switch (at.state()) {
      case State.Starting(var run, _) -> askToRestart(at, wanted, run);
      case State.Overdue(var run) -> askToRestart(at, wanted, run);
      case State.Online(var run, _) -> askToRestart(at, wanted, run);
      case State.Stopped _,
          State.Errored _,
          State.Waiting _,
          State.Spawning _,
          State.Held _,
          State.Draining _,
          State.Parting _,
          State.Stopping _,
          State.Killing _,
          State.Clearing _ ->
          onStart(at);
    };
  }

  private static Step askToRestart(Moment at, Instance wanted, Run run) {
    var counted = wanted.with(wanted.tally().restarted());
    return ask(at, counted, run, "restarted by command");
  }

  private static Step onStop(Moment at) {
    return endFor(at, at.now().wanting(Goal.DOWN), "stopped by command");
  }

  private static Step onDelete(Moment at) {
    return endFor(at, at.now().with(Goal.GONE), "deleted by command");
  }

  /// The common part of stop and delete: without a process it is done at once.
  private static Step endFor(Moment at, Instance wanted, String why) {
    return switch (at.state()) {
      case State.Stopped _, State.Errored _, State.Held _, State.Waiting _ -> settle(wanted, why);
      case State.Starting(var run, _) -> ask(at, wanted, run, why);
      case State.Overdue(var run) -> ask(at, wanted, run, why);
      case State.Online(var run, _) -> ask(at, wanted, run, why);
      case State.Draining(var run, _) -> ask(at, wanted, run, why);
      case State.Spawning _, State.Parting _, State.Stopping _, State.Killing _, State.Clearing _ ->
          Step.stay(wanted);
    };
  }

  /// Another run serves in its place: it gets time for what it has begun.
  private static Step onRetire(Moment at) {
    return switch (at.state()) {
      case State.Starting(var run, _) -> retire(at, run);
      case State.Overdue(var run) -> retire(at, run);
      case State.Online(var run, _) -> retire(at, run);
      case State.Stopped _,
          State.Errored _,
          State.Waiting _,
          State.Spawning _,
          State.Held _,
          State.Draining _,
          State.Parting _,
          State.Stopping _,
          State.Killing _,
          State.Clearing _ ->
          endFor(at, at.now().with(Goal.GONE), "no longer wanted");
    };
  }

  private static Step retire(Moment at, Run run) {
    var leaving = at.now().with(Goal.GONE);
    long drainNs = at.policy().leave().drainNs();
    return drainNs <= 0
        ? ask(at, leaving, run, "no longer wanted")
        : Step.to(
            leaving.with(new State.Draining(run, at.nowNs() + drainNs)),
            "no longer wanted, ends what it has begun",
            new Effect.Drain());
  }

  private static Step onDrained(Moment at) {
    return at.state() instanceof State.Draining(var run, _)
        ? ask(at, at.now(), run, "has ended what it had begun")
        : Step.stay(at.now());
  }

  private static Step onSpawned(Moment at, int pid) {
    if (!(at.state() instanceof State.Spawning)) {
      return Step.stay(at.now());
    }
    var run = new Run(pid, at.nowNs());
    if (at.now().goal() != Goal.UP) {
      return ask(at, at.now(), run, "no longer wanted");
    }
    var ready = at.policy().ready();
    if (ready.awaited()) {
      var starting = new State.Starting(run, at.nowNs() + ready.listenTimeoutNs());
      return Step.to(at.now().with(starting), "pid " + pid + ", waits for its ready message");
    }
    return Step.to(at.now().with(online(at, run)), "pid " + pid);
  }

  private static Step onAdopted(Moment at, Run run) {
    if (!(at.state() instanceof State.Stopped)) {
      return Step.stay(at.now());
    }
    return at.now().goal() == Goal.UP
        ? Step.to(at.now().with(online(at, run)), "taken over, pid " + run.pid())
        : ask(at, at.now(), run, "no longer wanted");
  }

  private static Step onSpawnFailed(Moment at, String reason, boolean passing) {
    if (!(at.state() instanceof State.Spawning || at.state() instanceof State.Held)) {
      return Step.stay(at.now());
    }
    if (at.now().goal() != Goal.UP) {
      return settle(at.now(), reason);
    }
    if (!passing) {
      return Step.to(at.now().with(new State.Errored(reason)), reason);
    }
    return new Succession(at).afterFailedSpawn(reason);
  }

  private static Step onExited(Moment at, Exit exit, boolean alone) {
    return switch (at.state()) {
      case State.Starting(var run, _) -> endedByItself(at, run, exit, alone);
      case State.Overdue(var run) -> endedByItself(at, run, exit, alone);
      case State.Online(var run, _) -> endedByItself(at, run, exit, alone);
      case State.Draining(var run, _) -> endedByItself(at, run, exit, alone);
      case State.Parting(_, var ending, _) -> ended(at, ending, exit, alone);
      case State.Stopping(_, var ending, long killAtNs) ->
          alone || !at.policy().leave().tree()
              ? new Succession(at).after(ending, exit.sentence())
              : Step.to(
                  at.now().with(new State.Clearing(ending, killAtNs)),
                  exit.sentence() + ", others of its run are left");
      case State.Killing(_, var ending, long retryAtNs) ->
          alone || !at.policy().leave().tree()
              ? new Succession(at).after(ending, exit.sentence())
              : Step.to(
                  at.now().with(new State.Clearing(ending, retryAtNs)),
                  exit.sentence() + ", others of its run are left");
      case State.Stopped _,
          State.Errored _,
          State.Spawning _,
          State.Held _,
          State.Clearing _,
          State.Waiting _ ->
          Step.stay(at.now());
    };
  }

  private static Step endedByItself(Moment at, Run run, Exit exit, boolean alone) {
    return ended(at, new Ending.ByItself(exit, run.uptimeNs(at.nowNs())), exit, alone);
  }

  /// Nobody of the run has been asked to leave.
  private static Step ended(Moment at, Ending ending, Exit exit, boolean alone) {
    if (alone || !at.policy().leave().tree()) {
      return new Succession(at).after(ending, exit.sentence());
    }
    var clearing = new State.Clearing(ending, at.nowNs() + at.policy().leave().killTimeoutNs());
    return Step.to(
        at.now().with(clearing),
        exit.sentence() + ", others of its run are asked to leave",
        new Effect.AskToLeave());
  }

  private static Step onCleared(Moment at) {
    return at.state() instanceof State.Clearing(var ending, _)
        ? new Succession(at).after(ending, "nothing of the run is left")
        : Step.stay(at.now());
  }

  private static Step onReadySignalled(Moment at) {
    return switch (at.state()) {
      case State.Starting(var run, _) -> Step.to(at.now().with(online(at, run)), "ready");
      case State.Overdue(var run) -> Step.to(at.now().with(online(at, run)), "ready, late");
      case State.Stopped _,
          State.Errored _,
          State.Spawning _,
          State.Held _,
          State.Online _,
          State.Draining _,
          State.Parting _,
          State.Stopping _,
          State.Killing _,
          State.Clearing _,
          State.Waiting _ ->
          Step.stay(at.now());
    };
  }

  private static Step onMemorySampled(Moment at, long bytes) {
    long limit = at.policy().maxMemoryBytes();
    if (limit <= 0 || bytes <= limit) {
      return Step.stay(at.now());
    }
    var run = at.state().run();
    if (run == null || !at.state().serves()) {
      return Step.stay(at.now());
    }
    var why = "memory of %d MB is over the limit of %d MB".formatted(bytes >> 20, limit >> 20);
    var ending = new Ending.OverMemory(run.uptimeNs(at.nowNs()));
    return new Departure(at).leave(at.now(), run, ending, why);
  }

  private static Step onUnhealthy(Moment at, String reason, boolean ever) {
    var run = at.state().run();
    if (run == null || !at.state().serves()) {
      return Step.stay(at.now());
    }
    var ending = new Ending.Unhealthy(run.uptimeNs(at.nowNs()), ever);
    return new Departure(at).leave(at.now(), run, ending, "unhealthy: " + reason);
  }

  /// A run that is well and has lived long enough is a stable one.
  private static Step onHealthy(Moment at) {
    boolean stable =
        at.state() instanceof State.Online(var run, _)
            && run.uptimeNs(at.nowNs()) >= at.policy().patience().minUptimeNs();
    return Step.stay(stable ? at.now().with(at.now().tally().steady()) : at.now());
  }

  private static Step onDeadlinePassed(Moment at) {
    if (at.nowNs() < at.state().deadlineNs()) {
      return Step.stay(at.now());
    }
    long retryAtNs = at.nowNs() + at.policy().leave().killRetryNs();
    return switch (at.state()) {
      case State.Starting(var run, _) ->
          Step.to(at.now().with(new State.Overdue(run)), "not ready in time");
      case State.Online(var run, _) -> milestone(at, run);
      case State.Draining(var run, _) ->
          ask(at, at.now(), run, "did not end in time what it had begun");
      case State.Parting _ -> new Departure(at).onParted();
      case State.Stopping(var run, var ending, _) ->
          Step.to(
              at.now().with(new State.Killing(run, ending, retryAtNs)),
              "did not leave in time, SIGKILL",
              new Effect.Kill());
      case State.Killing(var run, var ending, _) ->
          Step.to(at.now().with(new State.Killing(run, ending, retryAtNs)), "", new Effect.Kill());
      case State.Clearing(var ending, _) ->
          Step.to(
              at.now().with(new State.Clearing(ending, retryAtNs)),
              "others of its run did not leave in time, SIGKILL",
              new Effect.Kill());
      case State.Waiting _ -> spawn(at.now(), "delay is over");
      case State.Stopped _, State.Errored _, State.Spawning _, State.Held _, State.Overdue _ ->
          Step.stay(at.now());
    };
  }

  /// A run has lived long enough: first to count as stable, then to end the back-off.
  private static Step milestone(Moment at, Run run) {
    long uptimeNs = run.uptimeNs(at.nowNs());
    var tally = at.now().tally();
    if (!at.policy().patience().asked() && uptimeNs >= at.policy().patience().minUptimeNs()) {
      tally = tally.steady();
    }
    if (uptimeNs >= Succession.BACKOFF_RESET_NS) {
      tally = tally.backedOff(0);
    }
    var counted = at.now().with(tally);
    return Step.stay(counted.with(online(new Moment(counted, at.policy(), at.nowNs()), run)));
  }

  private static State online(Moment at, Run run) {
    long stableAtNs = run.startedNs() + at.policy().patience().minUptimeNs();
    long forgivenAtNs = run.startedNs() + Succession.BACKOFF_RESET_NS;
    var tally = at.now().tally();
    long next = State.NEVER;
    if (!at.policy().patience().asked() && tally.unstable() > 0 && stableAtNs > at.nowNs()) {
      next = stableAtNs;
    }
    if (tally.backoffNs() > 0 && forgivenAtNs > at.nowNs()) {
      next = Math.min(next, forgivenAtNs);
    }
    return new State.Online(run, next);
  }

  static Instance forgiven(Instance instance) {
    return instance.with(instance.tally().forgiven());
  }

  private static Step ask(Moment at, Instance wanted, Run run, String why) {
    return new Departure(at).leave(wanted, run, new Ending.Asked(), why);
  }

  static Step spawn(Instance instance, String why) {
    return Step.to(instance.with(new State.Spawning()), why, new Effect.Spawn());
  }

  /// Nothing runs and nothing shall: stopped, or gone.
  static Step settle(Instance instance, String why) {
    var stopped = instance.with(new State.Stopped());
    return instance.goal() == Goal.GONE
        ? Step.to(stopped, why, new Effect.Forget())
        : Step.to(stopped, why);
  }
}
