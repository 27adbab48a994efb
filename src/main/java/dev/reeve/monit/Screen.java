package dev.reeve.monit;

import dev.tamboui.buffer.Buffer;
import dev.tamboui.buffer.Cell;
import dev.tamboui.buffer.DiffResult;
import dev.tamboui.layout.Rect;
import dev.tamboui.terminal.AnsiCellWriter;
import dev.tamboui.text.CharWidth;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Frames → the terminal: only the cells that differ from the frame before.
final class Screen {
  private static final String CLEARED = "\u001b[0m\u001b[2J";

  private final OutputStream terminal;
  private Buffer shown = Buffer.empty(new Rect(0, 0, 0, 0));
  private boolean closed;

  Screen(OutputStream terminal) {
    this.terminal = terminal;
  }

  /// What stands there is not what we drew.
  synchronized void forget() {
    shown = Buffer.empty(new Rect(0, 0, 0, 0));
  }

  synchronized void draw(Buffer frame) throws IOException {
    if (closed) {
      return;
    }
    var text = new StringBuilder();
    if (!shown.area().equals(frame.area())) {
      text.append(CLEARED);
      shown = Buffer.empty(frame.area());
    }
    changes(shown, frame, text);
    shown = frame;
    terminal.write(text.toString().getBytes(StandardCharsets.UTF_8));
    terminal.flush();
  }

  /// Nothing is drawn after this returns: the terminal is somebody else's.
  synchronized void close() {
    closed = true;
  }

  /// Terminals disagree about the width of some characters, so the cursor is placed anew after each
  /// that is not plainly one column wide.
  private static void changes(Buffer before, Buffer frame, StringBuilder text) {
    var changes = new DiffResult();
    before.diff(frame, changes);
    int nextX = -1;
    int nextY = -1;
    try (var writer = new AnsiCellWriter(text::append)) {
      for (int i = 0; i < changes.size(); i++) {
        Cell cell = changes.getCell(i);
        if (cell.isContinuation()) {
          continue;
        }
        int x = changes.getX(i);
        int y = changes.getY(i);
        if (x != nextX || y != nextY) {
          text.append("\u001b[").append(y + 1).append(';').append(x + 1).append('H');
        }
        writer.writeCell(cell);
        boolean plain = cell.symbol().length() == 1 && CharWidth.of(cell.symbol()) == 1;
        nextX = plain ? x + 1 : -1;
        nextY = y;
      }
    }
  }
}
