package dev.reeve.model;

import java.time.Duration;
import java.util.List;

/// How an app is asked whether it is well, how often, and what follows when it is not. `words` are
/// one address (`http`), one port or `host:port` (`tcp`), or a command and its arguments (`exec`).
/// In the first two `$NAME` and `${NAME}` stand for variables of the instance's environment.
///
/// A run is asked from its start. Failures within `startPeriod` do not count, and a success ends
/// it; after it, `retries` failures in a row make the run unhealthy, which `restarts` it or not.
public record HealthCheck(
    Kind kind,
    List<String> words,
    Duration interval,
    Duration timeout,
    int retries,
    Duration startPeriod,
    boolean restarts) {
  public static final Duration USUAL_INTERVAL = Duration.ofSeconds(10);
  public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);
  public static final int USUAL_RETRIES = 3;
  public static final Duration USUAL_START_PERIOD = Duration.ofSeconds(30);

  public enum Kind {
    /// A GET is answered with a status from 200 to 399.
    HTTP,
    /// A connection is accepted.
    TCP,
    /// A command ends with exit code 0.
    EXEC
  }

  public HealthCheck {
    words = List.copyOf(words);
  }

  /// For people.
  public String sentence() {
    return switch (kind) {
      case HTTP -> "GET " + words.getFirst();
      case TCP -> "connect to " + words.getFirst();
      case EXEC -> ShellLine.of(words);
    };
  }
}
