package dev.reeve.export;

import java.util.LinkedHashMap;
import java.util.Map;

/// Keys that never have a counterpart on a platform, and what to do in place of each. Keys that
/// have one under conditions are judged where they are carried over.
final class Counterparts {
  private static final String CHANNEL = "the message channel is opened by Reeve only; ";
  private static final String WITH_WATCH = "it goes with watch";

  private static final Map<String, String> EVERYWHERE =
      Map.ofEntries(
          Map.entry("ignore_watch", WITH_WATCH),
          Map.entry("watch_delay", WITH_WATCH),
          Map.entry("watch_options", WITH_WATCH),
          Map.entry("filter_env", "nor is it needed: only the app's own environment is exported"),
          Map.entry("cluster_schedule", "each instance takes its own connections"),
          Map.entry("drain", "let the app close its listeners and end its requests when asked to"),
          Map.entry("kill_retry_time", "it is told of an exit at once"),
          Map.entry("log_overflow", "output that comes too fast is held up"),
          Map.entry("shutdown_with_message", CHANNEL + "let the app act on the stop signal"),
          Map.entry("wait_ready", CHANNEL + "give the app a health check"));

  private static final String STAMPED = "; lines are stamped where they are kept";

  private static final Map<String, String> CONTAINERS =
      Map.ofEntries(
          Map.entry("log_file", "both streams are kept together already"),
          Map.entry("merge_logs", "each container has a log of its own, and is asked with others"),
          Map.entry("log_type", "let the app write JSON, or whoever collects the logs"),
          Map.entry("pid_file", "an app is the first process of its container"),
          Map.entry("instance_var", "replicas are alike and know no number"),
          Map.entry("increment_var", "replicas are alike; each has an address of its own instead"),
          Map.entry("min_uptime", "it decides by itself which runs are too short"),
          Map.entry("restart_delay", "it waits by itself, longer each time"),
          Map.entry("exp_backoff_restart_delay", "it waits by itself, longer each time"),
          Map.entry("listen_timeout", "a health check's start_period is what comes near"));

  private static final Map<String, String> COMPOSE =
      Map.of(
          "log_date_format", "see 'docker compose logs --timestamps'" + STAMPED,
          "time", "see 'docker compose logs --timestamps'" + STAMPED,
          "out_file", "standard output goes to 'docker compose logs'",
          "error_file", "standard error goes to 'docker compose logs'",
          "cron_restart", "let cron on the host run 'docker compose restart' on it",
          "watch", "see 'docker compose watch', or run the app under 'reeve dev'",
          "namespace", "services are chosen by name, or by profiles");

  private static final Map<String, String> KUBERNETES =
      Map.of(
          "log_date_format", "see 'kubectl logs --timestamps'" + STAMPED,
          "time", "see 'kubectl logs --timestamps'" + STAMPED,
          "out_file", "standard output goes to 'kubectl logs'",
          "error_file", "standard error goes to 'kubectl logs'",
          "disable_logs", "the node keeps and rotates what a container writes",
          "log_rotate", "the node rotates what a container writes",
          "env_file", "make a Secret of it: 'kubectl create secret generic' with --from-env-file",
          "watch", "a change of the image is what restarts it",
          "depends_on", "all apps start at once: let each try again until the others answer");

  private static final Map<String, String> SYSTEMD =
      Map.ofEntries(
          Map.entry("log_date_format", "the journal knows each line's time" + STAMPED),
          Map.entry("time", "the journal knows each line's time" + STAMPED),
          Map.entry("log_type", "see 'journalctl -o json'"),
          Map.entry("log_file", "see 'journalctl -u' for both streams together"),
          Map.entry("log_rotate", "the journal rotates itself; for files see logrotate"),
          Map.entry("pid_file", "see 'systemctl show -P MainPID'"),
          Map.entry("cron_restart", "write a timer that runs 'systemctl try-restart' on it"),
          Map.entry("watch", "write a path unit that runs 'systemctl try-restart' on it"),
          Map.entry("namespace", "a target that wants the units can group them"),
          Map.entry("health", "write a timer that asks, or let the app answer the watchdog"));

  private Counterparts() {}

  /// Key → advice.
  static Map<String, String> missing(Platform platform) {
    var all = new LinkedHashMap<>(EVERYWHERE);
    switch (platform) {
      case COMPOSE -> {
        all.putAll(CONTAINERS);
        all.putAll(COMPOSE);
      }
      case KUBERNETES -> {
        all.putAll(CONTAINERS);
        all.putAll(KUBERNETES);
      }
      case SYSTEMD -> all.putAll(SYSTEMD);
    }
    return all;
  }
}
