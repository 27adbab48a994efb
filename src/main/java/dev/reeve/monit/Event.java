package dev.reeve.monit;

import dev.reeve.model.InstanceDetail;
import dev.reeve.model.InstanceId;
import dev.reeve.model.InstanceView;
import java.util.List;

/// What the dashboard is told, one after the other.
sealed interface Event {
  record Pressed(Key key) implements Event {}

  record Resized(Size size) implements Event {}

  /// A look at all instances, at a wall time.
  record Listed(List<InstanceView> views, long nowMs) implements Event {}

  record Described(InstanceDetail detail) implements Event {}

  /// The log of an instance is followed from now on; this is what it holds.
  record Opened(InstanceId id, List<LogLine> history) implements Event {}

  /// More of it.
  record Wrote(InstanceId id, List<LogLine> lines) implements Event {}

  /// How an action went.
  record Acted(String sentence, boolean ok) implements Event {}

  /// The daemon does not answer.
  record Lost(String why) implements Event {}

  /// Nobody sees us any more.
  record TerminalGone() implements Event {}
}
