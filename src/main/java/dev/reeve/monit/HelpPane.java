package dev.reeve.monit;

import dev.tamboui.layout.Rect;
import dev.tamboui.widgets.Clear;
import java.util.List;

/// What each key does, over everything else.
final class HelpPane {
  private static final int COLUMNS = 66;
  private static final int KEY = 20;

  private record Line(String key, String what) {}

  private static final List<Line> LINES =
      List.of(
          new Line("↑ ↓, k j", "up and down in the pane that has the focus"),
          new Line("Home, End", "to the first and the last"),
          new Line("Tab, ← →", "to the next pane: apps, log, data"),
          new Line("Page up, Page down", "through the log"),
          new Line("/", "show apps by a part of their name"),
          new Line("Esc", "show all again"),
          new Line("r", "restart the selected app"),
          new Line("s", "stop it; r starts it again"),
          new Line("l", "reload it (for now: restart it)"),
          new Line("Ctrl-L", "draw the screen anew"),
          new Line("? h", "this; any key closes it"),
          new Line("q, Ctrl-C", "leave; the apps go on"));

  private HelpPane() {}

  static void draw(Canvas canvas, Size size) {
    int rows = LINES.size() + 2;
    var place = new Rect((size.columns() - COLUMNS) / 2, (size.rows() - rows) / 2, COLUMNS, rows);
    Clear.INSTANCE.render(place, canvas.buffer());
    var inner = canvas.frame(place, "keys", true);
    for (int i = 0; i < LINES.size(); i++) {
      var row = Canvas.row(inner, i);
      canvas.write(Canvas.part(row, 1, KEY), LINES.get(i).key(), Look.TITLE);
      canvas.write(Canvas.part(row, KEY, COLUMNS), LINES.get(i).what(), Look.PLAIN);
    }
  }
}
