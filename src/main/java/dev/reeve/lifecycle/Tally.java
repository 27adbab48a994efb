package dev.reeve.lifecycle;

/// What is remembered over runs: `restarts` in all, `unstable` ones in a row, and the back-off that
/// was waited last (0: none yet).
public record Tally(int restarts, int unstable, long backoffNs) {
  public static final Tally ZERO = new Tally(0, 0, 0);

  Tally restarted() {
    return new Tally(restarts + 1, unstable, backoffNs);
  }

  Tally steady() {
    return new Tally(restarts, 0, backoffNs);
  }

  Tally unsteady() {
    return new Tally(restarts, unstable + 1, backoffNs);
  }

  Tally backedOff(long ns) {
    return new Tally(restarts, unstable, ns);
  }

  /// What a command of the user's leaves: the counts of patience start afresh.
  Tally forgiven() {
    return new Tally(restarts, 0, 0);
  }
}
