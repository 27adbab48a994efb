package dev.reeve.lifecycle;

/// All that the rules know of one instance.
public record Instance(Goal goal, State state, Tally tally) {
  /// One that has never run.
  public static Instance fresh() {
    return new Instance(Goal.DOWN, new State.Stopped(), Tally.ZERO);
  }

  /// One whose daemon has died: what was wanted and counted, and where it stands without a run.
  public static Instance revived(Goal goal, Tally tally, State state) {
    if (state.run() != null) {
      throw new IllegalStateException("a run is adopted, not revived: " + state);
    }
    return new Instance(goal, state, tally);
  }

  Instance with(Goal other) {
    return new Instance(other, state, tally);
  }

  Instance with(State other) {
    return new Instance(goal, other, tally);
  }

  Instance with(Tally other) {
    return new Instance(goal, state, other);
  }

  /// The goal of a command, unless the instance is on its way out of the list for good.
  Instance wanting(Goal other) {
    return goal == Goal.GONE ? this : with(other);
  }
}
