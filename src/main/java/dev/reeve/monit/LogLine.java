package dev.reeve.monit;

import dev.reeve.model.StdStream;

/// A line of the log pane.
record LogLine(Kind kind, String text) {
  /// Some apps write whole documents on one line; the file has all of it.
  private static final int MAX_CHARS = 4000;

  LogLine {
    text = text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) + "…" : text;
  }

  /// Who wrote it: the app on one of its streams, or we about the lines.
  enum Kind {
    OUT,
    ERR,
    NOTE
  }

  static LogLine of(StdStream stream, String text) {
    return new LogLine(stream == StdStream.ERR ? Kind.ERR : Kind.OUT, text);
  }

  static LogLine note(String text) {
    return new LogLine(Kind.NOTE, text);
  }
}
