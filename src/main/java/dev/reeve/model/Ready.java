package dev.reeve.model;

/// By what a run shows that it is ready, other than by the message `ready`. `what` is the address
/// (`http`), the port or `host:port` (`tcp`), or the regular expression (`log`), else empty.
public record Ready(Kind kind, String what) {
  public enum Kind {
    /// A worker of a cluster listens.
    LISTENING,
    /// A GET is answered with a status below 400.
    HTTP,
    /// A connection is accepted.
    TCP,
    /// It has written a line that the expression finds something in.
    LOG,
    /// It says `READY=1` to the socket named by NOTIFY_SOCKET (`man 3 sd_notify`).
    NOTIFY
  }
}
