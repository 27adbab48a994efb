package dev.reeve.monit;

import dev.reeve.fake.Shown;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.InstanceId;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Events one after the other, and what they led to.
final class Story {
  static final long NOW_MS = Shown.NOW_MS;

  View view = View.start(Size.LEAST, NOW_MS);
  final List<Effect> effects = new ArrayList<>();

  Story then(Event event) {
    var step = Update.apply(view, event);
    view = step.view();
    effects.addAll(step.effects());
    return this;
  }

  Story listed(InstanceView... views) {
    return then(new Event.Listed(List.of(views), NOW_MS));
  }

  Story press(Key... keys) {
    for (var key : keys) {
      then(new Event.Pressed(key));
    }
    return this;
  }

  Story type(String text) {
    text.codePoints().forEach(each -> press(new Key.Typed(each)));
    return this;
  }

  /// Lines from the log of an instance.
  Story wrote(int id, LogLine... lines) {
    return then(new Event.Wrote(new InstanceId(id), List.of(lines)));
  }

  /// The name of the selected app, or nothing.
  String selected() {
    var chosen = view.apps().chosen();
    return chosen == null ? "" : chosen.name();
  }

  static LogLine out(String text) {
    return new LogLine(LogLine.Kind.OUT, text);
  }

  static LogLine err(String text) {
    return new LogLine(LogLine.Kind.ERR, text);
  }

  static InstanceView app(int id, String name, Status status) {
    return app(id, name, status, null);
  }

  /// Each uses a bit more of the processor than the one before.
  static InstanceView app(int id, String name, Status status, @Nullable String note) {
    var view = Shown.view(id, name, status, note);
    return view.pid() == 0 ? view : Shown.using(view, view.cpuPercent() + id, view.rssBytes());
  }

  static InstanceDetail detail(InstanceView app) {
    var files =
        new InstanceDetail.LogFiles("/home/node/.reeve/logs/out.log", null, null, "/run/a.pid");
    return Shown.detail(app, "a-folder-with-a-long-name/dist/index.js", files);
  }
}
