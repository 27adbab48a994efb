package dev.reeve.os;

/// Time. `…Ns` is monotonic and for deadlines; wall time is for people.
public interface Clock {
  long nowNs();

  /// Milliseconds since 1970.
  long wallMs();
}
