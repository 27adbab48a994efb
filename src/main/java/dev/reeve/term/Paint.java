package dev.reeve.term;

/// Colours, or none.
public record Paint(boolean on) {
  public static final Paint NONE = new Paint(false);

  /// The text in a style; the text itself when colours are off.
  public String apply(Style style, String text) {
    return on ? style.around(text) : text;
  }
}
