package dev.reeve.api;

import dev.reeve.model.InstanceDetail;
import dev.reeve.model.InstanceId;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Json;
import dev.reeve.model.StdStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The one answer to a request.
public sealed interface Reply {
  /// `faults` counts the daemon's own caught errors since it started.
  record Pong(String version, String build, int pid, String home, long faults) implements Reply {}

  /// Ordered by instance number.
  record Views(List<InstanceView> views) implements Reply {}

  record Details(List<InstanceDetail> details) implements Reply {}

  /// One outcome for each instance that was meant, in the order of their numbers.
  record Done(List<Outcome> outcomes) implements Reply {}

  /// JSON in a shape of its asker's, as [Json] writes it. What is sent is written from its tree
  /// when it is sent; what was received is text that nobody has taken apart.
  record Text(@Nullable Object json) implements Reply {
    /// The JSON on one line.
    public String text() {
      return json instanceof Json.Written written ? written.text() : Json.write(json);
    }
  }

  record Saved(String path, int instances) implements Reply {}

  /// The files that hold what was written before the first pushed line, each to `size` bytes.
  record Following(List<LogPosition> positions) implements Reply {}

  /// Nothing was done; the message says why, the hint what to do.
  record Refused(String message, @Nullable String hint) implements Reply {}

  /// How it went for one instance.
  record Outcome(InstanceId id, String name, boolean ok, String message) {}

  /// One log file up to the moment of the answer.
  record LogPosition(InstanceId id, String name, StdStream stream, String path, long size) {}
}
