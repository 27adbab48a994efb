package dev.reeve.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What is wanted of a daemon that is the first process of a container, or of a terminal's: it
/// starts apps by a command (a program and its words), shows what they write at its own standard
/// output and error, and ends with them. `files`: the usual log files are written, too.
public record RuntimeWish(
    List<String> command,
    Map<String, String> environment,
    Look look,
    ExitOn exitOn,
    Duration delay,
    boolean files) {

  /// How a line is shown.
  public enum Look {
    /// As the app wrote it, to the stream that it wrote it to.
    RAW,
    /// `<id>|<name> | <line>`
    PREFIXED,
    /// `timestamp=... app=... id=... type=... message=...`, all of it to standard output.
    KEYS,
    /// An object a line, all of it to standard output.
    JSON
  }

  /// When it ends by itself, with the exit code of an app.
  public enum ExitOn {
    /// No app runs, or waits for its next run.
    ALL,
    /// One of them is down for good.
    ANY,
    /// The first one is.
    MAIN,
    NEVER
  }
}
