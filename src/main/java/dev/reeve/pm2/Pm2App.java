package dev.reeve.pm2;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Care;
import dev.reeve.model.Cron;
import dev.reeve.model.Home;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Renewal;
import dev.reeve.model.RunAs;
import dev.reeve.model.Signal;
import dev.reeve.model.TreeKill;
import dev.reeve.model.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An app as PM2's client describes it to its daemon → [AppSpec]. The client has resolved paths and
/// interpreter; what it left out has PM2's default.
public final class Pm2App {
  private static final Set<String> NO_FILE = Set.of("", "/dev/null", "NULL");

  /// The client puts it into the environment between the caller's variables and the app's own.
  private static final String BORDER = "PM2_JSON_PROCESSING";

  private final JsonObject json;
  private final Home home;

  private Pm2App(JsonObject json, Home home) {
    this.json = json;
    this.home = home;
  }

  /// Null when there is nothing that could be run.
  public static @Nullable AppSpec read(JsonObject json, Home home) {
    return json.text("pm_exec_path", "").isBlank() ? null : new Pm2App(json, home).spec();
  }

  /// A known app with those settings changed that `changes` names; its environment and its log
  /// files are left alone.
  public static AppSpec changed(JsonObject present, AppSpec spec, JsonObject changes, Home home) {
    var fields = new LinkedHashMap<String, @Nullable Object>(present.fields());
    fields.putAll(changes.fields());
    var merged = new JsonObject(fields);
    merged
        .with("instances", spec.instances().count())
        .with("exec_mode", spec.instances().mode().word());
    return new Pm2App(merged, home).spec().keeping(spec);
  }

  /// A flat environment as the client sends it: texts and numbers, without its own remarks.
  public static Map<String, String> variables(JsonObject env, String name) {
    var variables = env.fields();
    var texts = new LinkedHashMap<String, String>();
    variables.forEach((key, value) -> {
      boolean scalar =
          value instanceof String || value instanceof Number || value instanceof Boolean;
      if (scalar && !key.equals("updateEnv") && !(key.equals(name) && "{}".equals(value))) {
        texts.put(key, String.valueOf(value));
      }
    });
    return texts;
  }

  private AppSpec spec() {
    var name = json.text("name", fileName());
    return new AppSpec(
        name,
        json.text("namespace", "default"),
        command(),
        instances(),
        environment(name),
        logs(),
        new AppSpec.Start(
            json.flag("autostart", true),
            json.flag("wait_ready", false),
            ms("listen_timeout", 3000)),
        restart(),
        stop(),
        pidFile(name),
        Care.NONE.with(renewal()),
        null);
  }

  private String fileName() {
    var file = Path.of(json.text("pm_exec_path", "/app")).getFileName();
    return file == null ? "app" : file.toString().replaceFirst("\\.\\w+$", "");
  }

  private AppSpec.Command command() {
    return new AppSpec.Command(
        json.text("pm_exec_path", ""),
        words("args"),
        json.text("exec_interpreter", AppSpec.Command.NO_INTERPRETER),
        words("node_args"),
        json.text("pm_cwd", "/"),
        as());
  }

  private @Nullable RunAs as() {
    var user = account("uid");
    var group = account("gid");
    return user == null && group == null ? null : new RunAs(user, group);
  }

  private @Nullable String account(String key) {
    return switch (json.value(key)) {
      case Number number -> String.valueOf(number.longValue());
      case String text when !text.isBlank() -> text;
      case null, default -> null;
    };
  }

  private List<String> words(String key) {
    var value = json.value(key);
    return switch (value) {
      case List<?> list -> list.stream().map(String::valueOf).toList();
      case String text when !text.isBlank() -> List.of(text.strip().split("\\s+"));
      case null, default -> List.of();
    };
  }

  /// 0 and below count down from the number of cores.
  private AppSpec.Instances instances() {
    long asked = json.number("instances", 1);
    int cores = Runtime.getRuntime().availableProcessors();
    long count = Math.clamp(asked > 0 ? asked : cores + asked, 1, 1000);
    boolean cluster = json.text("exec_mode", "").startsWith("cluster");
    return new AppSpec.Instances(
        (int) count,
        cluster ? AppSpec.ExecMode.CLUSTER : AppSpec.ExecMode.FORK,
        json.text("instance_var", "NODE_APP_INSTANCE"),
        json.textOrNull("increment_var"));
  }

  private AppSpec.Environment environment(String name) {
    var caller = new LinkedHashMap<String, String>();
    var own = new LinkedHashMap<String, String>();
    var all = variables(json.object("env"), name);
    // Without variables of the app's own it stands first.
    boolean bordered = !all.isEmpty() && !all.keySet().iterator().next().equals(BORDER);
    var into = caller;
    for (var each : all.entrySet()) {
      into.put(each.getKey(), each.getValue());
      if (bordered && each.getKey().equals(BORDER)) {
        into = own;
      }
    }
    return new AppSpec.Environment(caller, own);
  }

  private AppSpec.Logs logs() {
    boolean off = json.flag("disable_logs", false);
    boolean records = json.text("log_type", "").equals("json");
    var stamp = json.text("log_date_format", "");
    return new AppSpec.Logs(
        off ? null : file("pm_out_log_path"),
        off ? null : file("pm_err_log_path"),
        off ? null : file("pm_log_path"),
        json.flag("merge_logs", false),
        records ? AppSpec.LogType.JSON : AppSpec.LogType.RAW,
        stamp.isBlank() ? null : stamp);
  }

  private @Nullable String file(String key) {
    var path = json.text(key, "");
    if (NO_FILE.contains(path)) {
      return null;
    }
    return json.flag("merge_logs", false) ? path : unnumbered(path, ".log");
  }

  /// What a daemon tells of one of several instances, or of one in cluster mode, has the instance's
  /// number in it.
  private String unnumbered(String path, String ending) {
    var number = "-" + json.number("pm_id", -1) + ending;
    boolean numbered =
        json.number("instances", 1) > 1 || json.text("exec_mode", "").startsWith("cluster");
    return numbered && path.endsWith(number)
        ? path.substring(0, path.length() - number.length()) + ending
        : path;
  }

  private AppSpec.Restart restart() {
    var codes = json.value("stop_exit_codes");
    var list = codes instanceof List<?> several ? several : java.util.Arrays.asList(codes);
    return new AppSpec.Restart(
        json.flag("autorestart", true),
        (int) json.number("max_restarts", 16),
        ms("min_uptime", 1000),
        ms("restart_delay", 0),
        ms("exp_backoff_restart_delay", 0),
        list.stream()
            .filter(Number.class::isInstance)
            .map(code -> ((Number) code).intValue())
            .toList(),
        json.number("max_memory_restart", 0));
  }

  /// `watch` may be a text that stands for a list of one.
  private Renewal renewal() {
    var value = json.value("watch");
    boolean on = value instanceof List<?> || value instanceof String || json.flag("watch", false);
    var watch =
        new Watch(
            on && !"false".equals(value),
            Boolean.parseBoolean(String.valueOf(value)) ? List.of() : words("watch"),
            words("ignore_watch"),
            ms("watch_delay", 0),
            json.object("watch_options").flag("followSymlinks", true),
            (int) json.object("watch_options").number("depth", Watch.ANY_DEPTH));
    return new Renewal(watch, Cron.parse(json.text("cron_restart", "")).orElse(null));
  }

  private AppSpec.Stop stop() {
    return new AppSpec.Stop(
        Signal.parse(json.text("kill_signal", "SIGINT")).orElse(Signal.SIGINT),
        ms("kill_timeout", 1600),
        ms("kill_retry_time", 100),
        TreeKill.of(json.flag("treekill", true)),
        json.flag("shutdown_with_message", false));
  }

  private Duration ms(String key, long fallback) {
    return Duration.ofMillis(Math.max(0, json.number(key, fallback)));
  }

  /// PM2's own default is ours too, with the instance's number in it.
  private @Nullable String pidFile(String name) {
    var path = json.text("pm_pid_path", "");
    var standard = home.pids().resolve(name + ".pid").toString();
    boolean numbered =
        path.startsWith(home.pids().resolve(name + "-").toString()) && path.endsWith(".pid");
    return path.isEmpty() || path.equals(standard) || numbered ? null : unnumbered(path, ".pid");
  }
}
