package dev.reeve.model;

/// What subscribers are told, after it has happened.
public sealed interface Event {
  /// An instance went from one status to another; `why` is a few words for people.
  record Changed(InstanceView now, Status before, String why) implements Event {}

  /// An instance is gone from the list.
  record Forgotten(InstanceId id, String name) implements Event {}

  /// An app wrote a line; `text` has no line end, `atMs` is wall time in ms since 1970.
  record Line(InstanceId id, String name, StdStream stream, String text, long atMs)
      implements Event {}
}
