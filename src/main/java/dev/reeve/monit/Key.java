package dev.reeve.monit;

/// What was pressed.
sealed interface Key {
  /// A key that writes nothing.
  enum Named implements Key {
    UP,
    DOWN,
    LEFT,
    RIGHT,
    HOME,
    END,
    PAGE_UP,
    PAGE_DOWN,
    TAB,
    BACK_TAB,
    ENTER,
    ESCAPE,
    BACKSPACE,
    /// Ctrl-C, which a raw terminal turns into no signal.
    INTERRUPT,
    /// Ctrl-L: what stands on the screen is not ours.
    REDRAW
  }

  /// A character.
  record Typed(int codePoint) implements Key {
    String text() {
      return Character.toString(codePoint);
    }
  }
}
