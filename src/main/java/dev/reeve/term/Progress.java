package dev.reeve.term;

import dev.reeve.model.Printable;

/// One line that is written over: `[========== ] 50/100 api`.
public final class Progress {
  private static final int BAR = 20;

  private Progress() {}

  /// What to print: back to the line's start, the line, and nothing right of it.
  public static String line(int done, int total, String what, int columns) {
    int full = total <= 0 ? 0 : (int) ((long) BAR * Math.min(done, total) / total);
    var text =
        "["
            + "=".repeat(full)
            + " ".repeat(BAR - full)
            + "] "
            + done
            + "/"
            + total
            + " "
            + Printable.line(what);
    return "\r" + Width.cut(text, Math.max(10, columns - 1)) + "\u001b[K";
  }

  /// What to print when it is over.
  public static String clear() {
    return "\r\u001b[K";
  }
}
