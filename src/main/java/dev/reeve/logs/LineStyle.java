package dev.reeve.logs;

import dev.reeve.model.AppSpec;
import dev.reeve.model.DateFormat;
import dev.reeve.model.StdStream;
import java.time.ZoneId;

/// How a line stands in a file.
public sealed interface LineStyle {
  /// As it came, byte for byte.
  record Raw() implements LineStyle {}

  /// `<stamp>: <line>`
  record Stamped(DateFormat format) implements LineStyle {}

  /// One JSON record.
  record JsonLine(Source source, DateFormat format) implements LineStyle {}

  /// Whose line it is.
  record Source(int id, String name, StdStream stream) {}

  /// What PM2 writes into a JSON record when no format is given.
  String ISO = "YYYY-MM-DDTHH:mm:ss.SSSZ";

  /// How many bytes stand before the line of a stream that writes its lines in parts.
  default int stampLength(long wallMs) {
    return this instanceof Stamped(var format) ? format.stamp(wallMs).length : 0;
  }

  static LineStyle of(AppSpec.Logs logs, Source source) {
    var zone = ZoneId.systemDefault();
    var pattern = logs.dateFormat();
    if (logs.type() == AppSpec.LogType.JSON) {
      return new JsonLine(source, new DateFormat(pattern == null ? ISO : pattern, "", zone));
    }
    return pattern == null ? new Raw() : new Stamped(new DateFormat(pattern, ": ", zone));
  }
}
