package dev.reeve.monit;

import java.util.ArrayList;
import java.util.List;

/// The newest lines of the selected app. `back` is how many of them lie below what is shown.
record Log(List<LogLine> lines, int back) {
  /// More are in the files.
  static final int MAX_LINES = 500;

  static final Log EMPTY = new Log(List.of(), 0);

  Log {
    lines = List.copyOf(lines);
  }

  /// Who has scrolled back goes on seeing the same lines.
  Log with(List<LogLine> more) {
    var all = new ArrayList<>(lines);
    all.addAll(more);
    var kept = all.subList(Math.max(0, all.size() - MAX_LINES), all.size());
    return new Log(kept, back == 0 ? 0 : back + more.size()).scrolled(0);
  }

  /// Up, towards the older lines, by a positive number.
  Log scrolled(int by) {
    return new Log(lines, Math.clamp((long) back + by, 0, Math.max(0, lines.size() - 1)));
  }
}
