package dev.reeve.monit;

import dev.reeve.term.Width;
import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import dev.tamboui.text.CharWidth;
import dev.tamboui.widgets.block.Block;
import dev.tamboui.widgets.block.Borders;
import dev.tamboui.widgets.block.Title;
import java.util.regex.Pattern;

/// What is drawn on. Whatever an app is called or writes is only text here: nothing of it reaches
/// the terminal as a command.
record Canvas(Buffer buffer, boolean colours) {
  /// Control sequences and operating system commands (ECMA-48, 5.4 and 8.3.89).
  private static final Pattern SEQUENCE =
      Pattern.compile("\u001b(\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(\u0007|\u001b\\\\)?|.)?");

  /// Controls, and what changes the direction of all that follows.
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\u202a-\u202e\u2066-\u2069]");

  /// The text without anything but text: escape sequences gone, tabs as blanks.
  static String clean(String text) {
    if (isClean(text)) {
      return text;
    }
    var bare = SEQUENCE.matcher(text).replaceAll("").replace("\t", "    ");
    return CONTROL.matcher(bare).replaceAll("");
  }

  private static boolean isClean(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x2069)) {
        return false;
      }
    }
    return true;
  }

  /// The end of a text that is too long, for paths.
  static String tail(String text, int columns) {
    var clean = clean(text);
    return CharWidth.truncateWithEllipsis(
        clean, Math.max(1, columns), "…", CharWidth.TruncatePosition.START);
  }

  /// Writes into the row of a place, from its left edge on, as much as it holds.
  void write(Rect place, String text, Look look) {
    if (place.width() > 0 && place.height() > 0) {
      buffer.setString(
          place.x(), place.y(), Width.cut(clean(text), place.width()), look.style(colours));
    }
  }

  /// Draws a frame, and says what is left inside.
  Rect frame(Rect place, String title, boolean focused) {
    var look = focused ? Look.FOCUSED : Look.QUIET;
    var shown = Width.cut(" " + clean(title) + " ", Math.max(0, place.width() - 2));
    var block =
        Block.builder()
            .borders(Borders.ALL)
            .borderStyle(look.style(colours))
            .title(Title.from(shown))
            .build();
    block.render(place, buffer);
    return block.inner(place);
  }

  /// A row of a place, counted from its top.
  static Rect row(Rect place, int number) {
    int height = number < place.height() ? 1 : 0;
    return new Rect(place.x(), place.y() + number, place.width(), height);
  }

  /// A part of a place, from a column on.
  static Rect part(Rect place, int from, int columns) {
    int width = Math.clamp((long) place.width() - from, 0, columns);
    return new Rect(place.x() + from, place.y(), width, place.height());
  }
}
