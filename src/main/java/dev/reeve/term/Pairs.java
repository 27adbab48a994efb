package dev.reeve.term;

import java.util.ArrayList;
import java.util.List;

/// A table of names and values without a head; long values go on in the next line, so that nothing
/// of a path is lost.
public final class Pairs {
  private static final int NARROWEST = 20;

  /// One line of it.
  public record Pair(String name, Cell value) {}

  private Pairs() {}

  /// The lines of the table. `room` is the terminal's width, 0 for no limit.
  public static List<String> render(List<Pair> pairs, int room, Paint paint) {
    int names = 0;
    int values = 0;
    for (var pair : pairs) {
      names = Math.max(names, Width.of(pair.name()));
      values = Math.max(values, Width.of(pair.value().text()));
    }
    if (room > 0) {
      values = Math.max(NARROWEST, Math.min(values, room - names - 7));
    }
    var lines = new ArrayList<String>();
    lines.add("┌" + "─".repeat(names + 2) + "┬" + "─".repeat(values + 2) + "┐");
    for (var pair : pairs) {
      var name = pair.name();
      for (var part : parts(pair.value().text(), values)) {
        var value = paint.apply(pair.value().style(), part);
        var blank = " ".repeat(values - Width.of(part));
        lines.add("│ " + Width.pad(name, names) + " │ " + value + blank + " │");
        name = "";
      }
    }
    lines.add("└" + "─".repeat(names + 2) + "┴" + "─".repeat(values + 2) + "┘");
    return lines;
  }

  private static List<String> parts(String text, int columns) {
    var parts = new ArrayList<String>();
    var rest = text;
    while (Width.of(rest) > columns) {
      int end = Width.fitting(rest, columns);
      parts.add(rest.substring(0, end));
      rest = rest.substring(end);
    }
    parts.add(rest);
    return parts;
  }
}
