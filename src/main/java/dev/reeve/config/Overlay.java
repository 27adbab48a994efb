package dev.reeve.config;

import dev.reeve.model.AppSpec;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a command line says about an app that is in the list: its spec with that, and nothing else,
/// changed. What an app is made of (its script, folder, log files, number) is no part of it.
public record Overlay(Flags flags) {
  private static final Set<String> KEYS =
      Set.of(
          "name",
          "namespace",
          "interpreter",
          "node_args",
          "log_date_format",
          "time",
          "autorestart",
          "max_restarts",
          "min_uptime",
          "restart_delay",
          "exp_backoff_restart_delay",
          "stop_exit_codes",
          "max_memory_restart",
          "kill_timeout",
          "kill_retry_time",
          "treekill",
          "shutdown_with_message",
          "wait_ready",
          "listen_timeout");

  /// Whether it changes a spec.
  public boolean saysAnything() {
    return flags.arguments() != null || flags.values().keySet().stream().anyMatch(KEYS::contains);
  }

  /// The keys that it says something of and that a known app is not given, `handled` aside.
  public Set<String> others(Collection<String> handled) {
    var others = new TreeSet<>(flags.values().keySet());
    others.removeAll(KEYS);
    others.removeAll(handled);
    return others;
  }

  public AppSpec over(AppSpec old) {
    var settings = settings(old);
    return new AppSpec(
        settings.text("name", old.name()),
        settings.text("namespace", old.namespace()),
        command(old.command(), settings),
        old.instances(),
        old.environment(),
        logs(old.logs(), settings),
        new AppSpec.Start(
            old.start().autostart(),
            settings.flag("wait_ready"),
            settings.duration("listen_timeout"),
            old.start().ready(),
            old.start().listen()),
        Expansion.restart(settings),
        Expansion.stop(settings, old.stop().signal()),
        old.pidFile(),
        old.care(),
        old.file());
  }

  /// What the app has, under what the line says.
  private Settings settings(AppSpec old) {
    Map<String, Object> values = new HashMap<>();
    var start = old.start();
    values.put("wait_ready", start.waitReady());
    values.put("listen_timeout", start.listenTimeout());
    values.put("node_args", old.command().interpreterArgs());
    restart(old.restart(), values);
    var stop = old.stop();
    values.put("kill_timeout", stop.killTimeout());
    values.put("kill_retry_time", stop.killRetry());
    values.put("treekill", stop.treeKill());
    values.put("shutdown_with_message", stop.withMessage());
    values.putAll(flags.values());
    return new Settings(values);
  }

  private void restart(AppSpec.Restart restart, Map<String, Object> values) {
    if (!flags.values().containsKey("autorestart")) {
      values.put("restart", restart.when().word());
    }
    values.put("max_restarts", restart.maxUnstable());
    values.put("min_uptime", restart.minUptime());
    values.put("restart_delay", restart.delay());
    values.put("exp_backoff_restart_delay", restart.backoff());
    values.put("stop_exit_codes", restart.stopExitCodes());
    values.put("max_memory_restart", restart.maxMemoryBytes());
  }

  private AppSpec.Command command(AppSpec.Command old, Settings settings) {
    var arguments = flags.arguments();
    return new AppSpec.Command(
        old.script(),
        arguments == null ? old.args() : arguments,
        settings.text("interpreter", old.interpreter()),
        settings.words("node_args"),
        old.cwd(),
        old.as());
  }

  private AppSpec.Logs logs(AppSpec.Logs old, Settings settings) {
    boolean stamps = settings.has("time") || settings.has("log_date_format");
    return new AppSpec.Logs(
        old.outFile(),
        old.errorFile(),
        old.combinedFile(),
        old.merge(),
        old.type(),
        stamps ? Expansion.stamp(settings) : old.dateFormat(),
        old.overflow(),
        old.rotate());
  }
}
