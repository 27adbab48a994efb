package dev.reeve.lifecycle;

/// How a run is brought to its end: first what the app wants done before, then it is asked to
/// leave, and in the end it is killed.
record Departure(Moment at) {

  Step leave(Instance wanted, Run run, Ending ending, String why) {
    long partNs = at.policy().leave().partNs();
    return partNs > 0
        ? Step.to(
            wanted.with(new State.Parting(run, ending, at.nowNs() + partNs)),
            why,
            new Effect.Part())
        : ask(wanted, run, ending, why);
  }

  private Step ask(Instance wanted, Run run, Ending ending, String why) {
    long killAtNs = at.nowNs() + at.policy().leave().killTimeoutNs();
    return Step.to(
        wanted.with(new State.Stopping(run, ending, killAtNs)), why, new Effect.AskToLeave());
  }

  /// It is done, or takes too long.
  Step onParted() {
    return at.state() instanceof State.Parting(var run, var ending, _)
        ? ask(at.now(), run, ending, "is asked to leave")
        : Step.stay(at.now());
  }
}
