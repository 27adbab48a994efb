package dev.reeve.cli;

import org.jspecify.annotations.Nullable;

/// Ends a command with an exit code and a sentence; caught in [Cli] only.
final class Failed extends Exception {
  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final @Nullable String hint;

  private Failed(int exitCode, String message, @Nullable String hint) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }

  /// What was asked could not be done.
  static Failed refused(String message, @Nullable String hint) {
    return new Failed(Exits.FAILED, message, hint);
  }

  /// It was asked in a way that is not understood.
  static Failed usage(String message, @Nullable String hint) {
    return new Failed(Exits.USAGE, message, hint);
  }

  int exitCode() {
    return exitCode;
  }

  String sentence() {
    return getMessage() + (hint == null ? "" : "; " + hint);
  }
}
