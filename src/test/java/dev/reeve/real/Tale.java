package dev.reeve.real;

import dev.reeve.model.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What a log says: the lines of its app without their dress, and what it tells to be missing.
record Tale(List<String> lines, long toldLines, long toldBytes) {
  private static final Pattern NOTICE =
      Pattern.compile("\\[reeve\\] (\\d+) lines \\((\\d+) bytes\\) of output are missing here.*");
  private static final Pattern STAMP =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}: ");

  static Tale of(Path file, Loud.Style style) throws IOException {
    var lines = new ArrayList<String>();
    long toldLines = 0;
    long toldBytes = 0;
    for (var dressed : Numbered.lines(file)) {
      var line = undressed(dressed, style);
      var notice = NOTICE.matcher(line);
      if (notice.matches()) {
        toldLines += Long.parseLong(notice.group(1));
        toldBytes += Long.parseLong(notice.group(2));
      } else {
        lines.add(line);
      }
    }
    return new Tale(List.copyOf(lines), toldLines, toldBytes);
  }

  private static String undressed(String line, Loud.Style style) {
    return switch (style) {
      case RAW -> line;
      case STAMPED -> {
        var stamp = STAMP.matcher(line);
        yield stamp.lookingAt() ? line.substring(stamp.end()) : "unstamped: " + line;
      }
      case JSON -> {
        try {
          yield Json.parseObject(line).text("message", "without a message");
        } catch (Json.Malformed malformed) {
          yield "no record: " + line;
        }
      }
    };
  }
}
