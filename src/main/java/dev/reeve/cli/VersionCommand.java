package dev.reeve.cli;

/// `version`: and nothing else.
record VersionCommand(Session session) {
  int run() {
    session.out().println(session.context().version());
    return Exits.DONE;
  }
}
