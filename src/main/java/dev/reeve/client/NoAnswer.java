package dev.reeve.client;

/// The daemon gave no answer. The message is one sentence for people, with what to do.
public final class NoAnswer extends Exception {
  private static final long serialVersionUID = 1L;

  /// Why there is none.
  public enum Why {
    /// Nobody listens on the socket.
    ABSENT,
    /// It was started and did not come up.
    NOT_STARTED,
    /// The home can't be used: its path, its owner, its permissions.
    BAD_HOME,
    /// It was asked and did not answer in time.
    TIMED_OUT,
    /// It was asked and closed the connection, or spoke nonsense.
    BROKEN
  }

  private final Why why;

  NoAnswer(Why why, String message) {
    super(message);
    this.why = why;
  }

  public Why why() {
    return why;
  }

  /// Never null, unlike [#getMessage].
  public String sentence() {
    return String.valueOf(getMessage());
  }
}
