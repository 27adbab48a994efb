package dev.reeve.monit;

import dev.reeve.model.Status;
import dev.tamboui.style.Style;

/// How something stands out, by what it means.
enum Look {
  PLAIN,
  TITLE,
  GOOD,
  WARN,
  BAD,
  QUIET,
  SELECTED,
  FOCUSED,
  GRAPH;

  /// Without colours what must be seen is still bold or reversed.
  Style style(boolean colours) {
    return colours ? coloured() : bare();
  }

  private Style coloured() {
    return switch (this) {
      case PLAIN -> Style.EMPTY;
      case TITLE, FOCUSED -> Style.EMPTY.cyan().bold();
      case GOOD -> Style.EMPTY.green();
      case WARN -> Style.EMPTY.yellow().bold();
      case BAD -> Style.EMPTY.red();
      case QUIET -> Style.EMPTY.dim();
      case SELECTED -> Style.EMPTY.reversed();
      case GRAPH -> Style.EMPTY.cyan();
    };
  }

  private Style bare() {
    return switch (this) {
      case PLAIN, GOOD, QUIET, GRAPH -> Style.EMPTY;
      case TITLE, FOCUSED, WARN, BAD -> Style.EMPTY.bold();
      case SELECTED -> Style.EMPTY.reversed();
    };
  }

  static Look of(Status status) {
    return switch (status) {
      case ONLINE -> GOOD;
      case LAUNCHING, STOPPING, WAITING_RESTART, ONE_LAUNCH -> WARN;
      case STOPPED, ERRORED -> BAD;
    };
  }
}
