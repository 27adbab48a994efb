package dev.reeve.lifecycle;

/// What is wanted of an instance, apart from what it is.
public enum Goal {
  /// It runs, and is brought back when it ends.
  UP,
  /// It does not run.
  DOWN,
  /// It has ended by itself, and is started again at its next time or when its files change.
  RESTING,
  /// It does not run and leaves the list.
  GONE
}
