package dev.reeve.cli;

import dev.reeve.model.Home;
import dev.reeve.model.InstanceView;
import dev.reeve.term.Cell;
import dev.reeve.term.Column;
import dev.reeve.term.Humans;
import dev.reeve.term.Paint;
import dev.reeve.term.Style;
import dev.reeve.term.Table;
import java.util.ArrayList;
import java.util.List;

/// PM2's table of modules, below that of the apps.
record ModuleScreen(Home home, Paint paint, int room) {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("id", 2, 0),
          new Column("module", 28, 0),
          new Column("version", 13, 5),
          new Column("pid", 8, 4),
          new Column("status", 9, 0),
          new Column("↺", 4, 3),
          new Column("cpu", 8, 2),
          new Column("mem", 8, 1),
          new Column("user", 8, 6));

  List<String> lines(List<InstanceView> modules) {
    var rows = new ArrayList<List<Cell>>();
    for (var view : modules) {
      rows.add(
          List.of(
              Cell.of(view.id().toString(), Style.TITLE),
              Cell.of(view.name()),
              Cell.of(ModuleFolder.of(home, view.name()).version()),
              Cell.of(String.valueOf(view.pid())),
              Cell.of(ListScreen.status(view), ListScreen.style(view.status())),
              Cell.of(String.valueOf(view.restarts())),
              Cell.of(Math.round(view.cpuPercent()) + "%"),
              Cell.of(Humans.bytes(view.rssBytes())),
              Cell.of(view.user(), Style.STRONG)));
    }
    var lines = new ArrayList<String>();
    lines.add(paint.apply(Style.STRONG, modules.size() == 1 ? "Module" : "Modules"));
    lines.addAll(Table.render(COLUMNS, rows, room, paint));
    ListScreen.notes(modules, lines, paint);
    return lines;
  }
}
