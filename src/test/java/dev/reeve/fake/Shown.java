package dev.reeve.fake;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Exit;
import dev.reeve.model.Health;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.InstanceId;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Signal;
import dev.reeve.model.Status;
import dev.reeve.model.Telemetry;
import dev.reeve.model.TreeKill;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An instance as a daemon tells of it, for what people see of that.
public final class Shown {
  public static final long NOW_MS = 1_800_000_000_000L;

  private Shown() {}

  public static InstanceView view(int id, String name, Status status, @Nullable String note) {
    boolean up = status == Status.ONLINE || status == Status.STOPPING;
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
        up ? 12.4 : 0,
        up ? 54_001_664L : 0,
        "node",
        id == 0 ? "1.2.3" : null,
        Health.NONE,
        false,
        false);
  }

  /// The same with other figures.
  public static InstanceView using(InstanceView app, double cpuPercent, long rssBytes) {
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
        app.version(),
        app.health(),
        app.watching(),
        app.module());
  }

  /// With a script below `/srv/jellycore/nanoclaw`.
  public static InstanceDetail detail(
      InstanceView view, String script, InstanceDetail.LogFiles files) {
    return detail(view, script, files, new Exit.Code(1));
  }

  /// One whose last run has ended, and how.
  public static InstanceDetail ended(@Nullable Exit exit) {
    var files = new InstanceDetail.LogFiles(null, null, null, "");
    return detail(view(1, "job", Status.STOPPED, null), "job.js", files, exit);
  }

  private static InstanceDetail detail(
      InstanceView view, String script, InstanceDetail.LogFiles files, @Nullable Exit exit) {
    var spec = spec(view.name(), script);
    return new InstanceDetail(
        view,
        spec,
        files,
        Map.of("NODE_ENV", "production"),
        exit,
        List.of(4000, 4001),
        12,
        2048,
        Telemetry.NONE,
        "20.20.2");
  }

  public static AppSpec spec(String name) {
    return spec(name, "app.js");
  }

  private static AppSpec spec(String name, String script) {
    var root = "/srv/jellycore/nanoclaw";
    return new AppSpec(
        name,
        "default",
        new AppSpec.Command(
            root + "/" + script, List.of("--queue", "jobs"), "node", List.of(), root),
        new AppSpec.Instances(1, AppSpec.ExecMode.FORK, "NODE_APP_INSTANCE", null),
        new AppSpec.Environment(Map.of(), Map.of("NODE_ENV", "production")),
        new AppSpec.Logs(null, null, null, true, AppSpec.LogType.RAW, null),
        new AppSpec.Start(true, false, Duration.ofSeconds(3)),
        new AppSpec.Restart(
            true, 10, Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO, List.of(), 1L << 30),
        new AppSpec.Stop(
            Signal.SIGINT, Duration.ofSeconds(15), Duration.ofMillis(100), TreeKill.ON, false),
        null);
  }
}
