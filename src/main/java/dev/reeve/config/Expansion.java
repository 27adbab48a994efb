package dev.reeve.config;

import dev.reeve.model.AppSpec;
import dev.reeve.model.EnvFile;
import dev.reeve.model.EnvRules;
import dev.reeve.model.Listen;
import dev.reeve.model.Ready;
import dev.reeve.model.RunAs;
import dev.reeve.model.Signal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The fourth step: settings → the spec, with absolute paths and everything filled in.
record Expansion(
    Settings settings, Flags flags, Surroundings around, Path cwd, Map<String, String> files) {
  private static final String PLAIN_STAMP = "YYYY-MM-DDTHH:mm:ss";

  static Expansion of(Settings settings, Path base, Flags flags, Surroundings around) {
    var given = settings.filled("cwd");
    var cwd = Places.of(given == null ? "." : given, base, around.env());
    return new Expansion(settings, flags, around, Path.of(cwd), Map.of());
  }

  /// The same with what the app's `.env` files hold.
  Expansion with(Map<String, String> others) {
    return new Expansion(settings, flags, around, cwd, others);
  }

  /// The name of an app, which needs no look at the disk.
  static String name(Settings settings, Flags flags) {
    var given = settings.filled("name");
    var own = given != null ? given : Program.nameOf(settings.text("script", ""));
    var suffix =
        flags.env() != null && settings.flag("append_env_to_name") ? "-" + flags.env() : "";
    return settings.text("name_prefix", "") + own + suffix;
  }

  /// `file` is the path of the ecosystem file, null for none.
  AppSpec spec(Program program, @Nullable String file) {
    var name = name(settings, flags);
    var command =
        new AppSpec.Command(
            program.script(),
            program.args(),
            program.interpreter(),
            settings.words("node_args"),
            cwd.toString(),
            as());
    return new AppSpec(
        name,
        settings.text("namespace", "default"),
        command,
        instances(command),
        environment(),
        logs(name, count() == 1 && !isCluster(command)),
        new AppSpec.Start(
            settings.flag("autostart"),
            settings.flag("wait_ready") || settings.texts("ready").containsKey("message"),
            settings.duration("listen_timeout"),
            ready(),
            listen()),
        restart(settings),
        stop(settings, signal(around.env())),
        place(settings.text("pid_file")),
        settings.care(),
        file);
  }

  @Nullable RunAs as() {
    var user = settings.filled("uid");
    var group = settings.filled("gid");
    return user == null && group == null ? null : new RunAs(user, group);
  }

  private @Nullable Ready ready() {
    for (var each : settings.texts("ready").entrySet()) {
      for (var kind : Ready.Kind.values()) {
        if (kind.name().toLowerCase(Locale.ROOT).equals(each.getKey())) {
          return new Ready(kind, each.getValue());
        }
      }
    }
    return null;
  }

  private List<Listen> listen() {
    return settings.words("listen").stream()
        .map(written -> Listen.parse(written, path -> Places.of(path, cwd, around.env())))
        .flatMap(Optional::stream)
        .toList();
  }

  AppSpec.Environment environment() {
    var own = new LinkedHashMap<>(settings.texts("env"));
    if (settings.has("port")) {
      own.put("PORT", String.valueOf(settings.count("port")));
    }
    return new AppSpec.Environment(around.env(), files, own, envRules());
  }

  EnvRules envRules() {
    return new EnvRules(
        settings.filter(),
        settings.envFiles().stream()
            .map(file -> new EnvFile(Places.of(file.path(), cwd, around.env()), file.required()))
            .toList());
  }

  /// What the app is handed of the caller's environment.
  Map<String, String> handed() {
    return settings.filter().of(around.env());
  }

  private AppSpec.Instances instances(AppSpec.Command command) {
    return new AppSpec.Instances(
        count(),
        isCluster(command) ? AppSpec.ExecMode.CLUSTER : AppSpec.ExecMode.FORK,
        settings.text("instance_var", "NODE_APP_INSTANCE"),
        settings.text("increment_var"),
        new AppSpec.Cluster(
            settings.text("cluster_schedule", "rr").equals("shared"), settings.flag("drain")));
  }

  /// Instances of a program for Node are a cluster, even if it is one that may become more, unless
  /// the user wants them apart.
  private boolean isCluster(AppSpec.Command command) {
    return settings.has("exec_mode")
        ? settings.text("exec_mode", "").equals("cluster") && command.isNodeOrBun()
        : command.isNode() && (count() > 1 || (settings.has("instances") && listen().isEmpty()));
  }

  /// 0 is as many as there are cores, -1 one fewer; never less than 1.
  int count() {
    int asked = settings.has("instances") ? settings.count("instances") : 1;
    return asked > 0 ? asked : Math.max(1, around.cores() + asked);
  }

  private AppSpec.Logs logs(String name, boolean alone) {
    boolean kept = !settings.flag("disable_logs");
    var stem = fileName(name);
    boolean merge = settings.has("merge_logs") ? settings.flag("merge_logs") : alone;
    boolean json = settings.text("log_type", "raw").equals("json");
    return new AppSpec.Logs(
        kept ? log("out_file", stem + "-out.log") : null,
        kept ? log("error_file", stem + "-error.log") : null,
        kept ? combined(stem) : null,
        merge,
        json ? AppSpec.LogType.JSON : AppSpec.LogType.RAW,
        stamp(settings),
        settings.text("log_overflow", "block").equals("drop")
            ? AppSpec.Overflow.DROP
            : AppSpec.Overflow.BLOCK,
        settings.texts("log_rotate"));
  }

  static @Nullable String stamp(Settings settings) {
    boolean plain = settings.has("time") && settings.flag("time");
    var stamp = plain ? PLAIN_STAMP : settings.text("log_date_format");
    return stamp == null || stamp.isEmpty() || stamp.equals("false") ? null : stamp;
  }

  /// A name as PM2 makes it part of a file's: letters, digits, dots and hyphens stay.
  static String fileName(String name) {
    var text = new StringBuilder(name.length());
    name.codePoints()
        .forEach(c -> {
          boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '.');
          text.appendCodePoint(plain ? c : '-');
        });
    return text.toString();
  }

  private @Nullable String log(String key, String fallback) {
    var written = settings.text(key);
    if (written == null || written.isBlank()) {
      return around.home().logs().resolve(fallback).toString();
    }
    return place(written);
  }

  /// `log_file: true` and a bare `--log` mean a file of the usual name.
  private @Nullable String combined(String stem) {
    var written = settings.text("log_file");
    return switch (written) {
      case null -> null;
      case "", "false" -> null;
      case "true" -> around.home().logs().resolve(stem + ".log").toString();
      default -> place(written);
    };
  }

  private @Nullable String place(@Nullable String written) {
    return written == null || Places.isNowhere(written)
        ? null
        : Places.of(written, cwd, around.env());
  }

  static AppSpec.Restart restart(Settings settings) {
    var unsaid =
        settings.has("autorestart") && !settings.flag("autorestart")
            ? AppSpec.When.NEVER
            : AppSpec.When.ALWAYS;
    return new AppSpec.Restart(
        AppSpec.When.ofWord(settings.text("restart", "")).orElse(unsaid),
        settings.count("max_restarts"),
        settings.duration("min_uptime"),
        settings.duration("restart_delay"),
        settings.duration("exp_backoff_restart_delay"),
        settings.numbers("stop_exit_codes"),
        settings.bytes("max_memory_restart"));
  }

  static AppSpec.Stop stop(Settings settings, Signal signal) {
    return new AppSpec.Stop(
        signal,
        settings.duration("kill_timeout"),
        settings.duration("kill_retry_time"),
        settings.treeKill(),
        settings.flag("shutdown_with_message"));
  }

  private static Signal signal(Map<String, String> env) {
    return Signal.parse(env.getOrDefault("PM2_KILL_SIGNAL", "SIGINT")).orElse(Signal.SIGINT);
  }
}
