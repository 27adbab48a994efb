package dev.reeve.cli;

import dev.reeve.boot.Host;
import dev.reeve.boot.Logrotate;
import dev.reeve.boot.UnitFacts;
import java.nio.file.Path;
import java.time.Duration;

/// `logrotate`: leave rotation to the system's logrotate.
record LogrotateCommand(Session session, Arguments arguments) {
  private static final Path FOLDER = Path.of("/etc/logrotate.d");

  int run() throws Failed {
    var owner = StartupCommand.owner(session.context().env(), arguments);
    var facts = UnitFacts.of(session.context().launcher(), owner, null, Duration.ZERO);
    boolean root = Host.here().root();
    return new Logrotate(FOLDER, root, session.out()::println, session.notices()::say)
        .install(facts);
  }
}
