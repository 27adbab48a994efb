package dev.reeve.serve;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is sent back. A part of a file is read when it is sent.
record Answer(int status, Map<String, String> headers, Body body) {
  sealed interface Body {
    record Text(String text) implements Body {
      byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
      }
    }

    record Part(Path file, long from, long length) implements Body {}

    record None() implements Body {}

    default long length() {
      return switch (this) {
        case Text text -> text.bytes().length;
        case Part part -> part.length;
        case None _ -> 0;
      };
    }
  }

  static Answer empty(int status) {
    return new Answer(status, Map.of(), new Body.None());
  }

  static Answer text(int status, String type, String text) {
    return new Answer(status, Map.of("Content-Type", type), new Body.Text(text));
  }

  Answer with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }
}
