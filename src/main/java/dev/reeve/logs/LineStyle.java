package dev.reeve.logs;

import dev.reeve.model.AppSpec;
import dev.reeve.model.DateFormat;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.StdStream;
import java.nio.charset.StandardCharsets;
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

  static LineStyle of(AppSpec.Logs logs, Source source) {
    var zone = ZoneId.systemDefault();
    var pattern = logs.dateFormat();
    if (logs.type() == AppSpec.LogType.JSON) {
      return new JsonLine(source, new DateFormat(pattern == null ? ISO : pattern, "", zone));
    }
    return pattern == null ? new Raw() : new Stamped(new DateFormat(pattern, ": ", zone));
  }

  /// The record of one line without its end, with a line end of its own.
  static byte[] record(JsonLine style, String text, long wallMs) {
    var line =
        Json.write(
            JsonObject.empty()
                .with("message", text)
                .with("timestamp", new String(style.format().stamp(wallMs), StandardCharsets.UTF_8))
                .with("type", style.source().stream().word())
                .with("process_id", style.source().id())
                .with("app_name", style.source().name()));
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
