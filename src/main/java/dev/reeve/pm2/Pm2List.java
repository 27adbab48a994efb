package dev.reeve.pm2;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Dependency;
import dev.reeve.model.Exit;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Renewal;
import dev.reeve.model.Signal;
import dev.reeve.model.Watch;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The list in the shape that PM2 7 prints, as observed: the app's environment stands under `env`
/// and again at top level, below the names that PM2 itself sets.
public final class Pm2List {
  private Pm2List() {}

  /// A JSON array, in the order of the instances. Each element is made when it is asked for: all of
  /// them together are of the size of the environments of all apps, twice.
  public static <T> List<JsonObject> of(List<T> instances, Function<T, InstanceDetail> detail) {
    return new AbstractList<>() {
      @Override
      public JsonObject get(int index) {
        return process(detail.apply(instances.get(index)));
      }

      @Override
      public int size() {
        return instances.size();
      }
    };
  }

  /// One of them.
  public static JsonObject process(InstanceDetail detail) {
    var view = detail.view();
    return JsonObject.empty()
        .with("pid", view.pid())
        .with("name", view.name())
        .with("pm2_env", environment(detail))
        .with("pm_id", view.id().number())
        .with(
            "monit",
            JsonObject.empty()
                .with("memory", view.rssBytes())
                .with("cpu", Math.round(view.cpuPercent() * 10) / 10.0));
  }

  /// What stands under `pm2_env`.
  public static JsonObject environment(InstanceDetail detail) {
    return withoutEnv(detail).with("env", variables(detail));
  }

  /// The same without the second copy of the app's environment.
  static JsonObject withoutEnv(InstanceDetail detail) {
    var json = new JsonObject(new LinkedHashMap<String, @Nullable Object>(variables(detail)));
    addCommand(json, detail);
    addPolicy(json, detail.spec());
    addState(json, detail);
    return json;
  }

  /// What the last run was given; before the first, what it will be given.
  private static Map<String, String> variables(InstanceDetail detail) {
    return detail.environment().isEmpty()
        ? detail.spec().environment().merged()
        : detail.environment();
  }

  private static void addCommand(JsonObject json, InstanceDetail detail) {
    var spec = detail.spec();
    var command = spec.command();
    json.with("name", spec.name())
        .with("namespace", spec.namespace())
        .with("pm_exec_path", command.script())
        .with("pm_cwd", command.cwd())
        .with("args", command.args())
        .with("exec_interpreter", command.interpreter())
        .with("node_args", command.interpreterArgs())
        .with("exec_mode", spec.instances().mode().word())
        .with("instances", spec.instances().count())
        .with("instance_var", spec.instances().variable())
        .with(spec.instances().variable(), detail.view().slot())
        .with("pm_out_log_path", orNull(detail.files().out()))
        .with("pm_err_log_path", orNull(detail.files().error()))
        .with("pm_pid_path", detail.files().pidFile());
    if (detail.files().combined() != null) {
      json.with("pm_log_path", detail.files().combined());
    }
  }

  /// PM2's word for no file.
  private static String orNull(@Nullable String file) {
    return file == null ? "/dev/null" : file;
  }

  private static void addPolicy(JsonObject json, AppSpec spec) {
    var restart = spec.restart();
    var needs = spec.care().dependsOn().stream().map(Dependency::app).toList();
    json.with("merge_logs", spec.logs().merge())
        .with("log_date_format", spec.logs().dateFormat())
        .with("autostart", spec.start().autostart())
        .with("autorestart", restart.auto())
        .with("max_restarts", restart.maxUnstable())
        .with("min_uptime", restart.minUptime().toMillis())
        .with("restart_delay", restart.delay().toMillis())
        .with("exp_backoff_restart_delay", restart.backoff().toMillis())
        .with("stop_exit_codes", codes(restart.stopExitCodes()))
        .with("kill_timeout", spec.stop().killTimeout().toMillis())
        .with("kill_retry_time", spec.stop().killRetry().toMillis())
        .with("treekill", spec.stop().treeKill().tree())
        .with("shutdown_with_message", spec.stop().withMessage())
        .with("wait_ready", spec.start().waitReady())
        .with("listen_timeout", spec.start().listenTimeout().toMillis());
    if (spec.logs().type() == AppSpec.LogType.JSON) {
      json.with("log_type", "json");
    }
    if (spec.instances().increment() != null) {
      json.with("increment_var", spec.instances().increment());
    }
    addRenewal(json, spec.care().renewal());
    if (!needs.isEmpty()) {
      json.with("depends_on", needs);
    }
    var as = spec.command().as();
    if (as != null) {
      json.with("uid", number(as.user())).with("gid", number(as.group()));
    }
    if (restart.maxMemoryBytes() > 0) {
      json.with("max_memory_restart", restart.maxMemoryBytes());
    }
  }

  /// One stands by itself.
  private static Object codes(List<Integer> codes) {
    return codes.size() == 1 ? codes.getFirst() : codes;
  }

  /// A name stays one.
  private static @Nullable Object number(@Nullable String word) {
    return word != null && word.matches("[0-9]{1,9}") ? Integer.valueOf(word) : word;
  }

  /// As it was written: `true`, or paths.
  private static void addRenewal(JsonObject json, Renewal renewal) {
    var watch = renewal.watch();
    json.with("watch", watch.on() && !watch.paths().isEmpty() ? watch.paths() : watch.on());
    if (!watch.ignored().isEmpty()) {
      json.with("ignore_watch", watch.ignored());
    }
    if (!watch.delay().isZero()) {
      json.with("watch_delay", watch.delay().toMillis());
    }
    if (!watch.followLinks() || watch.depth() != Watch.ANY_DEPTH) {
      json.with(
          "watch_options",
          JsonObject.empty()
              .with("followSymlinks", watch.followLinks())
              .with("depth", watch.depth()));
    }
    if (renewal.cron() != null) {
      json.with("cron_restart", renewal.cron().text());
    }
  }

  private static void addState(JsonObject json, InstanceDetail detail) {
    var view = detail.view();
    json.with("username", view.user())
        .with("status", view.status().word())
        .with("pm_id", view.id().number())
        .with("pm_uptime", view.startedAtMs())
        .with("created_at", view.createdAtMs())
        .with("restart_time", view.restarts())
        .with("unstable_restarts", view.unstable())
        .with("version", view.version() == null ? "N/A" : view.version())
        .with("node_version", detail.nodeVersion())
        .with("axm_actions", detail.telemetry().actions())
        .with("axm_monitor", detail.telemetry().metrics())
        .with("axm_options", detail.telemetry().options())
        .with("axm_dynamic", JsonObject.empty())
        .with("vizion_running", false)
        .with("km_link", false);
    addExit(json, detail.lastExit());
    if (view.module()) {
      json.with("pmx_module", true);
    }
    if (detail.spec().care().health() != null) {
      json.with(
          "health",
          JsonObject.empty()
              .with("status", view.health().word())
              .with("failures", detail.care().failures())
              .with("last", detail.care().said()));
    }
  }

  /// A signal is code 0 to PM2; it has a field of its own beside that.
  private static void addExit(JsonObject json, @Nullable Exit exit) {
    switch (exit) {
      case Exit.Code(int code) -> json.with("exit_code", code);
      case Exit.Signalled(int number) ->
          json.with("exit_code", 0).with("exit_signal", Signal.nameOf(number));
      case Exit.Unknown _ -> json.with("exit_code", null);
      case null -> {
        // It has not ended yet.
      }
    }
  }
}
