package dev.reeve.term;

import java.util.ArrayList;
import java.util.List;

/// A table in PM2's looks that fits the terminal. As room gets short it first gives up spare width
/// and the ends of very long texts, then columns by their rank, then more of the texts.
public final class Table {
  private static final int CUT_BEFORE_DROP = 24;
  private static final int NARROWEST_CUT = 6;

  private final List<Column> columns;
  private final List<List<Cell>> rows;
  private final int[] widths;
  private final List<Integer> shown = new ArrayList<>();

  private Table(List<Column> columns, List<List<Cell>> rows) {
    this.columns = columns;
    this.rows = rows;
    this.widths = new int[columns.size()];
  }

  /// The lines of the table. `room` is the terminal's width, 0 for no limit.
  public static List<String> render(
      List<Column> columns, List<List<Cell>> rows, int room, Paint paint) {
    var table = new Table(columns, rows);
    table.fit(room == 0 ? Integer.MAX_VALUE : room);
    return table.lines(paint);
  }

  private void fit(int room) {
    for (int i = 0; i < columns.size(); i++) {
      shown.add(i);
      widths[i] = Math.max(tight(i), columns.get(i).roomy());
    }
    if (total() > room) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.min(tight(i), CUT_BEFORE_DROP);
      }
    }
    while (total() > room && dropOne()) {
      // each turn gives up the column of the highest rank
    }
    while (total() > room && shrinkOne()) {
      // each turn takes one off the widest column
    }
    for (int column : shown) {
      widths[column] += Math.clamp(tight(column) - widths[column], 0, Math.max(0, room - total()));
    }
  }

  private int tight(int column) {
    int width = Width.of(columns.get(column).title());
    for (var row : rows) {
      width = Math.max(width, Width.of(row.get(column).text()));
    }
    return width;
  }

  private int total() {
    int total = 1;
    for (int column : shown) {
      total += widths[column] + 3;
    }
    return total;
  }

  private boolean dropOne() {
    int at = -1;
    for (int i = 0; i < shown.size(); i++) {
      int rank = columns.get(shown.get(i)).rank();
      if (rank > 0 && (at < 0 || rank > columns.get(shown.get(at)).rank())) {
        at = i;
      }
    }
    if (at >= 0) {
      shown.remove(/* index */ at);
    }
    return at >= 0;
  }

  private boolean shrinkOne() {
    int widest = shown.getFirst();
    for (int column : shown) {
      widest = widths[column] > widths[widest] ? column : widest;
    }
    if (widths[widest] <= NARROWEST_CUT) {
      return false;
    }
    widths[widest]--;
    return true;
  }

  private List<String> lines(Paint paint) {
    var lines = new ArrayList<String>();
    lines.add(rule("┌", "┬", "┐"));
    var titles = columns.stream().map(column -> Cell.of(column.title(), Style.TITLE)).toList();
    lines.add(row(titles, paint));
    if (!rows.isEmpty()) {
      lines.add(rule("├", "┼", "┤"));
    }
    for (var row : rows) {
      lines.add(row(row, paint));
    }
    lines.add(rule("└", "┴", "┘"));
    return lines;
  }

  private String rule(String left, String between, String right) {
    var line = new StringBuilder(left);
    for (int i = 0; i < shown.size(); i++) {
      line.append(i == 0 ? "" : between).append("─".repeat(widths[shown.get(i)] + 2));
    }
    return line.append(right).toString();
  }

  private String row(List<Cell> cells, Paint paint) {
    var line = new StringBuilder("│");
    for (int column : shown) {
      var cell = cells.get(column);
      var text = Width.cut(cell.text(), widths[column]);
      line.append(' ').append(paint.apply(cell.style(), text));
      line.append(" ".repeat(widths[column] - Width.of(text))).append(" │");
    }
    return line.toString();
  }
}
