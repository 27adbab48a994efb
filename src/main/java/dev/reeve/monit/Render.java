package dev.reeve.monit;

import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import dev.reeve.monit.View.Focus;
import dev.reeve.monit.View.Link;
import dev.reeve.monit.View.Mode;
import dev.reeve.term.Humans;
import dev.reeve.term.Width;
import dev.tamboui.buffer.Buffer;
import dev.tamboui.layout.Rect;
import java.util.List;

/// View → the cells of a whole screen; pure.
final class Render {
  private static final String KEYS =
      "↑↓ select  ⇥ pane  / filter  r restart  s stop  ? help  q quit";
  private static final String FEW_KEYS = "? help  q quit";
  private static final int FACT_NAME = 12;

  /// The columns of the list, less the name, which takes what is left.
  private static final int ID = 4;

  private static final int STATUS = 10;
  private static final int ROOMY_STATUS = 16;
  private static final int ROOMY = 60;
  private static final int CPU = 6;
  private static final int MEMORY = 8;

  private final View view;
  private final Canvas canvas;

  private Render(View view, Canvas canvas) {
    this.view = view;
    this.canvas = canvas;
  }

  static Buffer frame(View view, boolean colours) {
    var size = view.size();
    var buffer = Buffer.empty(new Rect(0, 0, size.columns(), size.rows()));
    var render = new Render(view, new Canvas(buffer, colours));
    if (size.isEnough()) {
      render.panes();
    } else {
      render.tooSmall();
    }
    return buffer;
  }

  private void tooSmall() {
    var sentence = "the terminal is " + view.size() + "; monit needs " + Size.LEAST;
    canvas.write(new Rect(0, 0, view.size().columns(), view.size().rows()), sentence, Look.WARN);
  }

  private void panes() {
    var places = Places.of(view.size());
    title(places.title());
    apps(places.apps());
    graphs(places);
    info(places.info());
    LogPane.draw(view, canvas, places.log());
    status(places.status());
    if (view.hands().mode() == Mode.HELP) {
      HelpPane.draw(canvas, view.size());
    }
  }

  private void title(Rect place) {
    canvas.write(place, "Reeve", Look.TITLE);
    var rest = Canvas.part(place, 7, place.width());
    switch (view.link()) {
      case Link.Connecting() -> canvas.write(rest, "connecting…", Look.QUIET);
      case Link.Gone(var why) -> canvas.write(rest, "no daemon, waiting for one: " + why, Look.BAD);
      case Link.Up() -> canvas.write(rest, summary(), Look.PLAIN);
    }
  }

  private String summary() {
    var all = view.apps().all();
    var text = new StringBuilder().append(all.size()).append(all.size() == 1 ? " app" : " apps");
    for (var status : Status.values()) {
      long count = all.stream().filter(each -> each.status() == status).count();
      if (count > 0) {
        text.append(", ").append(count).append(' ').append(status.word());
      }
    }
    return text.toString();
  }

  private void apps(Rect place) {
    var shown = view.apps().shown();
    var filter = view.apps().filter();
    var title = filter.isEmpty() ? "apps" : "apps with '" + filter + "'";
    var inner = canvas.frame(place, title, view.hands().focus() == Focus.APPS);
    int status = inner.width() < ROOMY ? STATUS : ROOMY_STATUS;
    int name = inner.width() - ID - status - CPU - MEMORY;
    var head = Width.pad(right("id", ID - 1) + " name", ID + name) + Width.pad("status", status);
    var figures = right("cpu", CPU - 1) + " " + right("mem", MEMORY);
    canvas.write(Canvas.row(inner, 0), head + figures, Look.QUIET);
    int rows = inner.height() - 1;
    int most = Math.max(0, shown.size() - rows);
    int first = Math.clamp((long) view.apps().place() - rows / 2, 0, most);
    for (int i = first; i < Math.min(shown.size(), first + rows); i++) {
      app(Canvas.row(inner, 1 + i - first), shown.get(i), status);
    }
    if (shown.isEmpty() && view.link() instanceof Link.Up) {
      var nothing = filter.isEmpty() ? "no app yet: start one" : "no app has such a name";
      canvas.write(Canvas.row(inner, 1), nothing, Look.QUIET);
    }
  }

  private void app(Rect row, InstanceView app, int columns) {
    int name = row.width() - ID - columns - CPU - MEMORY;
    boolean selected = app.id().equals(view.apps().selected());
    var cpu = tenths(Math.round(app.cpuPercent() * 10)) + "%";
    var text = Width.cut(Canvas.clean(app.name()), name - 1);
    var before = right(app.id().toString(), ID - 1) + " " + Width.pad(text, name);
    var status = Width.pad(Width.cut(app.status().word(), columns - 1), columns);
    var after = right(cpu, CPU - 1) + " " + right(Humans.bytes(app.rssBytes()), MEMORY);
    var look = selected ? Look.SELECTED : Look.PLAIN;
    canvas.write(row, before + status + after, look);
    if (!selected) {
      canvas.write(Canvas.part(row, ID + name, columns), status, Look.of(app.status()));
    }
  }

  private static String right(String text, int columns) {
    return " ".repeat(Math.max(0, columns - Width.of(text))) + text;
  }

  private static String tenths(long tenths) {
    return tenths / 10 + "." + tenths % 10;
  }

  private void graphs(Places places) {
    var history = view.apps().history();
    var cpu = history.samples().stream().map(History.Sample::cpuTenths).toList();
    GraphPane.draw(
        canvas, places.cpu(), new GraphPane.Figures("cpu", cpu, value -> tenths(value) + "%"));
    var memory = history.samples().stream().map(History.Sample::rssBytes).toList();
    GraphPane.draw(canvas, places.memory(), new GraphPane.Figures("mem", memory, Humans::bytes));
  }

  private void info(Rect place) {
    var chosen = view.apps().chosen();
    var title = chosen == null ? "no app" : chosen.name() + "[" + chosen.id() + "]";
    var inner = canvas.frame(place, title, view.hands().focus() == Focus.INFO);
    List<Info.Fact> facts = Info.of(view);
    int from = Math.min(view.hands().infoDown(), facts.size());
    for (int i = from; i < Math.min(facts.size(), from + inner.height()); i++) {
      var fact = facts.get(i);
      var row = Canvas.row(inner, i - from);
      canvas.write(row, fact.name(), Look.QUIET);
      var field = Canvas.part(row, FACT_NAME, inner.width());
      var value = fact.isPath() ? Canvas.tail(fact.value(), field.width()) : fact.value();
      canvas.write(field, value, fact.look());
    }
  }

  private void status(Rect place) {
    if (view.hands().mode() == Mode.FILTER) {
      var typed = "filter: " + view.apps().filter() + "▏ (⏎ keeps it, Esc drops it)";
      canvas.write(place, typed, Look.TITLE);
      return;
    }
    var notice = view.notice();
    if (notice.text().isEmpty()) {
      canvas.write(place, KEYS, Look.QUIET);
      return;
    }
    var look =
        switch (notice.tone()) {
          case PLAIN -> Look.PLAIN;
          case GOOD -> Look.GOOD;
          case BAD -> Look.BAD;
        };
    int keys = Width.of(FEW_KEYS) + 2;
    canvas.write(Canvas.part(place, 0, place.width() - keys), notice.text(), look);
    var right = Canvas.part(place, place.width() - keys + 2, keys);
    canvas.write(right, FEW_KEYS, Look.QUIET);
  }
}
