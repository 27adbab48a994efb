package dev.reeve.cli;

/// The exit codes of every command.
final class Exits {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int NO_DAEMON = 3;

  private Exits() {}
}
