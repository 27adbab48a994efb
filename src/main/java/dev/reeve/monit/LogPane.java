package dev.reeve.monit;

import dev.reeve.monit.View.Focus;
import dev.reeve.term.Width;
import dev.tamboui.layout.Rect;
import java.util.ArrayList;
import java.util.List;

/// The log of the selected instance, the newest line at the bottom; long lines go on in the next
/// row.
final class LogPane {
  /// A line as long as a book shows its start only.
  private static final int MAX_ROWS = 20;

  private record Row(LogLine.Kind kind, String mark, String text) {}

  private LogPane() {}

  static void draw(View view, Canvas canvas, Rect place) {
    var chosen = view.apps().chosen();
    var log = view.log();
    var of = chosen == null ? "log" : "log of " + chosen.name() + "[" + chosen.id() + "]";
    var title = of + (log.back() == 0 ? "" : ", " + log.back() + " newer lines below");
    var inner = canvas.frame(place, title, view.hands().focus() == Focus.LOG);
    var rows = rows(log, inner);
    for (int i = 0; i < rows.size(); i++) {
      var row = rows.get(i);
      var at = Canvas.row(inner, i);
      var mark = row.kind() == LogLine.Kind.ERR ? Look.BAD : Look.QUIET;
      canvas.write(at, row.mark(), mark);
      canvas.write(Canvas.part(at, row.mark().length(), inner.width()), row.text(), look(row));
    }
  }

  private static Look look(Row row) {
    return switch (row.kind()) {
      case OUT -> Look.PLAIN;
      case ERR -> Look.BAD;
      case NOTE -> Look.QUIET;
    };
  }

  /// From the last line upwards, until the place is full.
  private static List<Row> rows(Log log, Rect inner) {
    var rows = new ArrayList<Row>();
    for (int i = log.lines().size() - log.back() - 1; i >= 0 && rows.size() < inner.height(); i--) {
      rows.addAll(0, parts(log.lines().get(i), inner.width()));
    }
    return rows.subList(Math.max(0, rows.size() - inner.height()), rows.size());
  }

  private static List<Row> parts(LogLine line, int columns) {
    var mark =
        switch (line.kind()) {
          case OUT -> "out ";
          case ERR -> "err ";
          case NOTE -> "    ";
        };
    var parts = new ArrayList<Row>();
    var rest = Canvas.clean(line.text());
    int room = columns - mark.length();
    while (Width.of(rest) > room && parts.size() < MAX_ROWS - 1) {
      int end = Width.fitting(rest, room);
      parts.add(new Row(line.kind(), parts.isEmpty() ? mark : "    ", rest.substring(0, end)));
      rest = rest.substring(end);
    }
    parts.add(new Row(line.kind(), parts.isEmpty() ? mark : "    ", rest));
    return parts;
  }
}
