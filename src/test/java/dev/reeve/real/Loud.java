package dev.reeve.real;

import dev.reeve.api.Request;
import dev.reeve.model.AppSpec;
import dev.reeve.real.RealHome.App;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An app that is started for what it writes: how its lines stand in its log, and where that is.
record Loud(
    String name,
    Style style,
    AppSpec.Overflow overflow,
    int instances,
    @Nullable Path folder,
    Map<String, String> rotate) {

  /// How a line stands in the file.
  enum Style {
    RAW,
    STAMPED,
    JSON
  }

  /// Raw, waiting, alone, among the logs of its home, never rotated.
  static Loud of(String name) {
    return new Loud(name, Style.RAW, AppSpec.Overflow.BLOCK, 1, null, Map.of("enabled", "false"));
  }

  Loud as(Style other) {
    return new Loud(name, other, overflow, instances, folder, rotate);
  }

  Loud dropping() {
    return new Loud(name, style, AppSpec.Overflow.DROP, instances, folder, rotate);
  }

  /// So many instances that share their file.
  Loud merged(int count) {
    return new Loud(name, style, overflow, count, folder, rotate);
  }

  Loud in(Path other) {
    return new Loud(name, style, overflow, instances, other, rotate);
  }

  /// Rotated as the home says, but for these.
  Loud rotated(Map<String, String> settings) {
    return new Loud(name, style, overflow, instances, folder, settings);
  }

  /// Where its output goes.
  Path out(RealHome real) {
    return (folder == null ? real.home().logs() : folder).resolve(name + "-out.log");
  }

  void start(RealHome real, String script) throws Exception {
    var spec = App.of(name, script).spec(real);
    var logs =
        new AppSpec.Logs(
            out(real).toString(),
            spec.logs().errorFile(),
            null,
            true,
            style == Style.JSON ? AppSpec.LogType.JSON : AppSpec.LogType.RAW,
            style == Style.STAMPED ? "YYYY-MM-DD HH:mm:ss.SSS" : null,
            overflow,
            rotate);
    var own = spec.instances();
    var many = new AppSpec.Instances(instances, own.mode(), own.variable(), own.increment());
    var loud =
        new AppSpec(
            name,
            spec.namespace(),
            spec.command(),
            many,
            spec.environment(),
            logs,
            spec.start(),
            spec.restart(),
            spec.stop(),
            spec.pidFile());
    real.ask(new Request.Start(List.of(loud), false));
  }
}
