package dev.reeve.monit;

import dev.reeve.model.AppSpec;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.InstanceId;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Signal;
import dev.reeve.model.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Events one after the other, and what they led to.
final class Story {
  static final long NOW_MS = 1_800_000_000_000L;

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

  static InstanceView app(int id, String name, Status status, @Nullable String note) {
    boolean up = status == Status.ONLINE;
    return new InstanceView(
        new InstanceId(id),
        name,
        "default",
        0,
        AppSpec.ExecMode.FORK,
        status,
        note,
        up ? 4000 + id : 0,
        up ? NOW_MS - 7_200_000L : 0,
        NOW_MS - 90_000_000L,
        id * 3,
        id,
        up ? 12.4 + id : 0,
        up ? 54_001_664L : 0,
        "node",
        id == 0 ? "1.2.3" : null);
  }

  /// The same with other figures.
  static InstanceView using(InstanceView app, double cpuPercent, long rssBytes) {
    return new InstanceView(
        app.id(),
        app.name(),
        app.namespace(),
        app.slot(),
        app.mode(),
        app.status(),
        app.note(),
        app.pid(),
        app.startedAtMs(),
        app.createdAtMs(),
        app.restarts(),
        app.unstable(),
        cpuPercent,
        rssBytes,
        app.user(),
        app.version());
  }

  static InstanceDetail detail(InstanceView app) {
    var command =
        new AppSpec.Command(
            "/srv/jellycore/nanoclaw/a-folder-with-a-long-name/dist/index.js",
            List.of("--queue", "jobs"),
            "node",
            List.of(),
            "/srv/jellycore/nanoclaw");
    var spec =
        new AppSpec(
            app.name(),
            "default",
            command,
            new AppSpec.Instances(1, AppSpec.ExecMode.FORK, "NODE_APP_INSTANCE", null),
            new AppSpec.Environment(Map.of(), Map.of("NODE_ENV", "production")),
            new AppSpec.Logs(null, null, null, true, AppSpec.LogType.RAW, null),
            new AppSpec.Start(true, false, Duration.ofSeconds(3)),
            new AppSpec.Restart(
                true, 10, Duration.ofSeconds(1), Duration.ZERO, Duration.ZERO, List.of(), 0),
            new AppSpec.Stop(
                Signal.SIGINT, Duration.ofSeconds(2), Duration.ofMillis(100), true, false),
            null);
    return new InstanceDetail(
        app,
        spec,
        new InstanceDetail.LogFiles("/home/node/.reeve/logs/out.log", null, null, "/run/a.pid"),
        Map.of("NODE_ENV", "production"),
        "exit code 1",
        List.of(4000, 4001),
        0,
        0,
        dev.reeve.model.Telemetry.NONE,
        null);
  }
}
