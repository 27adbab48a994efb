package dev.reeve.model;

import org.jspecify.annotations.Nullable;

/// One thing that is wrong with what the user gave: where (`file`, and the `key` in it), what
/// (`message`), and what to do (`hint`).
public record Problem(
    @Nullable String file, @Nullable String key, String message, @Nullable String hint) {

  /// For people: `ecosystem.config.js: nanoclaw.script: no such file; write the path of …`.
  public String sentence() {
    var text = new StringBuilder();
    if (file != null) {
      text.append(file).append(": ");
    }
    if (key != null) {
      text.append(key).append(": ");
    }
    text.append(message);
    if (hint != null) {
      text.append("; ").append(hint);
    }
    return text.toString();
  }
}
