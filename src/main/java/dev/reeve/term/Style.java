package dev.reeve.term;

/// How a piece of text stands out, by what it means.
public enum Style {
  PLAIN("", ""),
  TITLE("\u001b[1m\u001b[36m", "\u001b[39m\u001b[22m"),
  STRONG("\u001b[1m", "\u001b[22m"),
  GOOD("\u001b[32m\u001b[1m", "\u001b[22m\u001b[39m"),
  WARN("\u001b[33m\u001b[1m", "\u001b[22m\u001b[39m"),
  BAD("\u001b[31m\u001b[1m", "\u001b[22m\u001b[39m"),
  QUIET("\u001b[90m", "\u001b[39m"),
  INVERSE("\u001b[7m\u001b[1m", "\u001b[22m\u001b[27m"),
  GREEN("\u001b[32m", "\u001b[39m"),
  RED("\u001b[31m", "\u001b[39m"),
  YELLOW("\u001b[33m", "\u001b[39m"),
  BLUE("\u001b[34m", "\u001b[39m"),
  MAGENTA("\u001b[35m", "\u001b[39m"),
  CYAN("\u001b[36m", "\u001b[39m");

  private final String on;
  private final String off;

  Style(String on, String off) {
    this.on = on;
    this.off = off;
  }

  String around(String text) {
    return this == PLAIN || text.isEmpty() ? text : on + text + off;
  }
}
