package dev.reeve.monit;

import dev.tamboui.layout.Rect;
import dev.tamboui.widgets.sparkline.Sparkline;
import java.util.List;
import java.util.function.LongFunction;

/// One row of figures over time, the newest at the right edge; the highest that is shown fills the
/// height.
final class GraphPane {
  /// A sparkline has one row, in eighths of it; they are stacked.
  private static final int EIGHTHS = 8;

  private GraphPane() {}

  static void draw(Canvas canvas, Rect place, Figures figures) {
    var values = figures.values();
    var now = values.isEmpty() ? "" : " " + figures.spell().apply(values.getLast());
    var inner = canvas.frame(place, figures.name() + now, false);
    int columns = inner.width();
    var shown = new long[columns];
    int count = Math.min(columns, values.size());
    for (int i = 0; i < count; i++) {
      shown[columns - count + i] = values.get(values.size() - count + i);
    }
    long most = 1;
    for (long value : shown) {
      most = Math.max(most, value);
    }
    for (int row = 0; row < inner.height(); row++) {
      int below = inner.height() - 1 - row;
      var eighths = new long[columns];
      for (int i = 0; i < columns; i++) {
        double height = (double) shown[i] / most * inner.height() - below;
        eighths[i] = Math.round(EIGHTHS * Math.clamp(height, 0.0, 1.0));
      }
      Sparkline.builder()
          .data(eighths)
          .max(EIGHTHS)
          .style(Look.GRAPH.style(canvas.colours()))
          .build()
          .render(Canvas.row(inner, row), canvas.buffer());
    }
  }

  /// What is drawn, and how one of them is written for people.
  record Figures(String name, List<Long> values, LongFunction<String> spell) {}
}
