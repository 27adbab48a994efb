package dev.reeve.monit;

import dev.tamboui.layout.Rect;

/// Where each pane stands: the list over the graphs on the left, the metadata on the right, the log
/// over the whole width below, as its lines are long.
record Places(Rect title, Rect apps, Rect cpu, Rect memory, Rect info, Rect log, Rect status) {
  /// Eleven lines of metadata, without which nobody knows an app.
  private static final int LEAST_TOP = 13;

  private static final int ROOMY_ROWS = 32;
  private static final int FRAME = 2;

  static Places of(Size size) {
    int columns = size.columns();
    int body = size.rows() - 2;
    int top = Math.max(LEAST_TOP, body / 2);
    int left = columns * 29 / 50;
    int graphs = size.rows() >= ROOMY_ROWS ? 6 : 4;
    int half = left / 2;
    return new Places(
        new Rect(0, 0, columns, 1),
        new Rect(0, 1, left, top - graphs),
        new Rect(0, 1 + top - graphs, half, graphs),
        new Rect(half, 1 + top - graphs, left - half, graphs),
        new Rect(left, 1, columns - left, top),
        new Rect(0, 1 + top, columns, Math.max(0, body - top)),
        new Rect(0, size.rows() - 1, columns, 1));
  }

  int logLines() {
    return Math.max(1, log.height() - FRAME);
  }

  int infoLines() {
    return info.height() - FRAME;
  }
}
