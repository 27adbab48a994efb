package dev.reeve.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Something to do when something has happened to an app: a command to run, or an address that the
/// facts are posted to (`url`, then there is no command). At most `perMinute` times a minute, where
/// the app does not wait for it.
public record Hook(List<String> command, @Nullable String url, Duration timeout, int perMinute) {
  public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);
  public static final int USUAL_PER_MINUTE = 10;

  public Hook {
    command = List.copyOf(command);
  }

  public enum When {
    /// Before each run: it starts when the hook has ended well.
    PRE_START,
    /// The run is online.
    POST_START,
    /// Before a run is asked to leave: it is asked when the hook has ended.
    PRE_STOP,
    /// A run has ended that was asked to, or that ended by itself with exit code 0.
    POST_STOP,
    /// A run has ended by itself in any other way.
    ON_CRASH,
    /// The app was given up.
    ON_ERRORED,
    /// The health check has failed so often that the run counts as unhealthy.
    ON_UNHEALTHY,
    /// The run went over its memory limit.
    ON_MEMORY;

    /// As it stands in a file.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Whether the app waits for it.
    public boolean holdsUp() {
      return this == PRE_START || this == PRE_STOP;
    }

    public static Optional<When> ofWord(String word) {
      return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
  }
}
