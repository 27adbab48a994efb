package dev.reeve.monit;

/// What a terminal holds.
record Size(int columns, int rows) {
  /// Less does not hold all panes.
  static final Size LEAST = new Size(80, 24);

  boolean isEnough() {
    return columns >= LEAST.columns && rows >= LEAST.rows;
  }

  @Override
  public String toString() {
    return columns + "x" + rows;
  }
}
