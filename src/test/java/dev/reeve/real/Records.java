package dev.reeve.real;

import dev.reeve.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The messages of a log in JSON, those in pieces put together.
final class Records {
  private Records() {}

  static List<String> of(Path file) throws IOException, Json.Malformed {
    var messages = new ArrayList<String>();
    var begun = new StringBuilder();
    try (var lines = Files.newBufferedReader(file)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        var json = Json.parseObject(line);
        begun.append(json.text("message", "no message"));
        if (!json.flag("partial", false)) {
          messages.add(begun.toString());
          begun.setLength(0);
        }
      }
    }
    return List.copyOf(messages);
  }
}
