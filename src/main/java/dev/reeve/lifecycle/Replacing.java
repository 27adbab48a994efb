package dev.reeve.lifecycle;

/// What becomes of an instance whose files have changed, or whose time has come. A run that began
/// after that has it all; one that is on its way out is followed by one that will.
record Replacing(Moment at) {

  Step onRenew(String why, long sinceNs) {
    return switch (at.now().goal()) {
      case UP -> ofWanted(why, sinceNs);
      case RESTING -> ofResting(why);
      case DOWN, GONE -> Step.stay(at.now());
    };
  }

  private Step ofResting(String why) {
    return at.state() instanceof State.Stopped
        ? spawn(at.now().wanting(Goal.UP), why)
        : Step.stay(at.now());
  }

  private Step ofWanted(String why, long sinceNs) {
    return switch (at.state()) {
      case State.Starting(var run, _) -> replace(run, why, sinceNs);
      case State.Overdue(var run) -> replace(run, why, sinceNs);
      case State.Online(var run, _) -> replace(run, why, sinceNs);
      case State.Errored _, State.Waiting _ -> spawn(at.now(), why);
      case State.Parting _, State.Stopping _, State.Killing _, State.Clearing _ ->
          Lifecycle.onStart(at);
      case State.Stopped _, State.Spawning _, State.Held _, State.Draining _ -> Step.stay(at.now());
    };
  }

  private Step replace(Run run, String why, long sinceNs) {
    if (run.startedNs() >= sinceNs) {
      return Step.stay(at.now());
    }
    var counted = Lifecycle.forgiven(at.now());
    counted = counted.with(counted.tally().restarted());
    return new Departure(at).leave(counted, run, new Ending.Asked(), why);
  }

  private static Step spawn(Instance wanted, String why) {
    var counted = Lifecycle.forgiven(wanted);
    return Lifecycle.spawn(counted.with(counted.tally().restarted()), why);
  }
}
