package dev.reeve.lifecycle;

/// What lies between the order to spawn and the spawn: others that the app needs, and what it wants
/// done before.
record Preparation(Moment at) {

  Step onHeld(String why) {
    return switch (at.state()) {
      case State.Spawning _ -> held(why);
      case State.Held(var before) -> before.equals(why) ? Step.stay(at.now()) : held(why);
      case State.Stopped _,
          State.Errored _,
          State.Starting _,
          State.Overdue _,
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

  private Step held(String why) {
    return at.now().goal() == Goal.UP
        ? Step.to(at.now().with(new State.Held(why)), why)
        : Lifecycle.settle(at.now(), "no longer wanted");
  }

  Step onReleased() {
    return at.state() instanceof State.Held && at.now().goal() == Goal.UP
        ? Lifecycle.spawn(at.now(), "waits no longer")
        : Step.stay(at.now());
  }

  Step onUnprepared(String reason) {
    if (!(at.state() instanceof State.Spawning || at.state() instanceof State.Held)) {
      return Step.stay(at.now());
    }
    return at.now().goal() == Goal.UP
        ? new Succession(at).afterUnprepared(reason)
        : Lifecycle.settle(at.now(), reason);
  }
}
