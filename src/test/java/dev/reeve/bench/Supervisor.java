package dev.reeve.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A supervisor that can be measured.
interface Supervisor {
  String name();

  /// A daemon-to-be in the folder `home`, which is there and empty.
  Session open(Path home);

  /// One app: an executable file, or one for an interpreter. `stamp` is a PM2 date format or empty;
  /// `log` gets its stdout.
  record App(String name, Path script, String interpreter, Path log, String stamp) {
    static final String ITSELF = "none";
  }

  /// One home while it is measured. Commands return when the supervisor says that it is done.
  interface Session {
    /// A daemon without apps.
    void boot();

    void start(List<App> apps);

    void restartAll();

    void deleteAll();

    /// The commands to time, by the name of their row; empty values are those it has not.
    Map<String, List<String>> listings();

    void run(List<String> command);

    /// A command in its own words.
    void command(String... words);

    long daemonPid();

    /// Ends the daemon and all that it started.
    void close();
  }
}
