package dev.reeve.cli;

import dev.reeve.client.LineTimes;
import dev.reeve.model.AppSpec;
import dev.reeve.model.DateFormat;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.InstanceId;
import dev.reeve.model.StdStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How the followed instances write their lines, and to which files.
final class LogSources {
  private final Map<InstanceId, Source> sources = new HashMap<>();

  /// One instance: `stamp` goes before its lines in a file.
  private record Source(
      @Nullable Path out, @Nullable Path err, @Nullable DateFormat stamp, AppSpec.Logs logs) {}

  void add(List<InstanceDetail> details) {
    for (var detail : details) {
      var logs = detail.spec().logs();
      var pattern = logs.type() == AppSpec.LogType.RAW ? logs.dateFormat() : null;
      sources.put(
          detail.view().id(),
          new Source(
              path(detail.files().out()),
              path(detail.files().error()),
              pattern == null ? null : new DateFormat(pattern, ": ", ZoneId.systemDefault()),
              logs));
    }
  }

  private static @Nullable Path path(@Nullable String file) {
    return file == null ? null : Path.of(file);
  }

  boolean knows(InstanceId id) {
    return sources.containsKey(id);
  }

  @Nullable Path file(InstanceId id, StdStream stream) {
    var source = sources.get(id);
    if (source == null) {
      return null;
    }
    return stream == StdStream.OUT ? source.out : source.err;
  }

  /// A line as it stands in its file.
  String stamped(InstanceId id, String text, long atMs) {
    var source = sources.get(id);
    return source == null || source.stamp == null
        ? text
        : new String(source.stamp.stamp(atMs), StandardCharsets.UTF_8) + text;
  }

  /// What reads the time of an instance's lines; null if they have none. It takes a fresh JVM a
  /// while to make one, so nobody should ask without need.
  @Nullable LineTimes times(InstanceId id) {
    var source = sources.get(id);
    return source == null ? null : LineTimes.of(source.logs).orElse(null);
  }
}
