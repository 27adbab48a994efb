package dev.reeve.api;

import dev.reeve.model.InstanceId;
import dev.reeve.model.StdStream;

/// What the daemon says without being asked again, on the connection of a request.
public sealed interface Push {
  /// How far a long request is.
  record Progress(int done, int total, String what) implements Push {}

  /// A followed app wrote a line.
  record Line(InstanceId id, String name, StdStream stream, String text, long atMs)
      implements Push {}

  /// The client was too slow: so many lines were not sent to it (they are in the log files).
  record Dropped(long lines) implements Push {}

  /// Something that the user should know beside the answer.
  record Notice(String text) implements Push {}
}
