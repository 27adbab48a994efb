package dev.reeve.term;

import dev.reeve.model.Printable;

/// What stands in one field of a table.
public record Cell(String text, Style style) {
  public Cell {
    text = Printable.line(text);
  }

  public static Cell of(String text) {
    return new Cell(text, Style.PLAIN);
  }

  public static Cell of(String text, Style style) {
    return new Cell(text, style);
  }
}
