package dev.reeve.config;

/// What came of reading a value.
public sealed interface Reading {
  /// It is fine; `value` has the type of its [Kind].
  record Good(Object value) implements Reading {}

  /// It is not; `hint` says what may stand there.
  record Bad(String message, String hint) implements Reading {}
}
