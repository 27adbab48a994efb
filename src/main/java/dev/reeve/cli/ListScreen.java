package dev.reeve.cli;

import dev.reeve.model.Health;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import dev.reeve.term.Cell;
import dev.reeve.term.Column;
import dev.reeve.term.Humans;
import dev.reeve.term.Paint;
import dev.reeve.term.Style;
import dev.reeve.term.Table;
import java.util.ArrayList;
import java.util.List;

/// PM2's table; below it, what a status alone does not say.
final class ListScreen {
  /// With many apps a note each would bury the table.
  private static final int MAX_NOTES = 20;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", 2, 0),
          new Column("name", 4, 0),
          new Column("namespace", 11, 7),
          new Column("version", 7, 9),
          new Column("mode", 7, 6),
          new Column("pid", 8, 4),
          new Column("uptime", 6, 5),
          new Column("↺", 4, 3),
          new Column("status", 9, 0),
          new Column("cpu", 8, 2),
          new Column("mem", 8, 1),
          new Column("user", 8, 8),
          new Column("watching", 8, 10));

  private ListScreen() {}

  static List<String> lines(List<InstanceView> views, long nowMs, int room, Paint paint) {
    var rows = new ArrayList<List<Cell>>();
    for (var view : views) {
      rows.add(row(view, nowMs));
    }
    var lines = new ArrayList<>(Table.render(COLUMNS, rows, room, paint));
    notes(views, lines, paint);
    return lines;
  }

  private static List<Cell> row(InstanceView view, long nowMs) {
    return List.of(
        Cell.of(view.id().toString(), Style.TITLE),
        Cell.of(view.name()),
        Cell.of(view.namespace()),
        Cell.of(view.version() == null ? "N/A" : view.version()),
        Cell.of(view.mode().shortWord(), Style.INVERSE),
        Cell.of(String.valueOf(view.pid())),
        Cell.of(uptime(view, nowMs)),
        Cell.of(String.valueOf(view.restarts())),
        Cell.of(status(view), style(view)),
        Cell.of(Math.round(view.cpuPercent()) + "%"),
        Cell.of(Humans.bytes(view.rssBytes())),
        Cell.of(view.user(), Style.STRONG),
        view.watching() ? Cell.of("enabled", Style.GOOD) : Cell.of("disabled", Style.QUIET));
  }

  static String uptime(InstanceView view, long nowMs) {
    boolean runs = view.pid() > 0 && view.startedAtMs() > 0;
    return runs ? Humans.duration(nowMs - view.startedAtMs()) : "0";
  }

  /// PM2's word, and how well it is where that is asked for.
  static String status(InstanceView view) {
    return view.health() == Health.NONE
        ? view.status().word()
        : view.status().word() + " (" + view.health().word() + ")";
  }

  private static Style style(InstanceView view) {
    return switch (view.health()) {
      case NONE, HEALTHY -> style(view.status());
      case STARTING -> view.status() == Status.ONLINE ? Style.WARN : style(view.status());
      case UNHEALTHY -> Style.BAD;
    };
  }

  static Style style(Status status) {
    return switch (status) {
      case ONLINE -> Style.GOOD;
      case LAUNCHING, STOPPING, WAITING_RESTART, ONE_LAUNCH -> Style.WARN;
      case STOPPED, ERRORED -> Style.BAD;
    };
  }

  static void notes(List<InstanceView> views, List<String> lines, Paint paint) {
    int noted = 0;
    for (var view : views) {
      if (view.note() == null || view.note().isEmpty()) {
        continue;
      }
      noted++;
      if (noted <= MAX_NOTES) {
        var status = paint.apply(style(view.status()), view.status().word());
        lines.add(view.name() + "[" + view.id() + "] " + status + ": " + view.note());
      }
    }
    if (noted > MAX_NOTES) {
      lines.add("and " + (noted - MAX_NOTES) + " more: describe <name> says why");
    }
  }
}
