package dev.reeve.model;

/// What subscribers are told, after it has happened.
public sealed interface Event {
  /// An app wrote a line; `text` has no line end, `atMs` is wall time in ms since 1970.
  record Line(InstanceId id, String name, StdStream stream, String text, long atMs)
      implements Event {}
}
