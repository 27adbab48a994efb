package dev.reeve.config;

import static dev.reeve.config.Flag.Takes.MANY;
import static dev.reeve.config.Flag.Takes.NOTHING;
import static dev.reeve.config.Flag.Takes.ONE;
import static dev.reeve.config.Flag.Takes.PERHAPS_ONE;
import static dev.reeve.config.Flag.Takes.SECONDS;

import dev.reeve.model.TreeKill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every option of an app that PM2 knows, as data. A file's keys and the command line's flags are
/// both read with it, so they can't come to mean different things.
public final class OptionTable {
  private static final String IGNORED_TOGGLES =
      "trace v8 deep_monitoring event_loop_inspector source_map_support"
          + " disable_source_map_support disable_trace";
  private static final String IGNORED_KEYS =
      "io post_update force windowsHide km_link vizion_running git command username version"
          + " description deploy write wait_ip";

  private static final List<Option> OPTIONS = options();
  private static final Map<String, Option> BY_KEY = byKey();

  private OptionTable() {}

  /// All rows, in the order in which help shows them.
  public static List<Option> all() {
    return OPTIONS;
  }

  /// The option of a key or of one of its aliases.
  public static @Nullable Option ofKey(String key) {
    return BY_KEY.get(key);
  }

  /// Every key and alias, for suggestions.
  public static List<String> keys() {
    return List.copyOf(BY_KEY.keySet());
  }

  private static Map<String, Option> byKey() {
    var map = new HashMap<String, Option>();
    for (var option : OPTIONS) {
      map.put(option.key(), option);
      option.aliases().forEach(alias -> map.put(alias, option));
    }
    return map;
  }

  private static List<Option> options() {
    var all = new ArrayList<Option>();
    what(all);
    surroundings(all);
    interpreter(all);
    logs(all);
    starting(all);
    restarting(all);
    stopping(all);
    caring(all);
    renewing(all);
    ignored(all);
    return List.copyOf(all);
  }

  private static void what(List<Option> all) {
    all.add(Option.of("script", Kind.PATH, "what to run").aliases("exec"));
    all.add(
        Option.of("name", Kind.TEXT, "the app's name (default: the script's, less its ending)")
            .flags(Flag.of("name", ONE).letter("n")));
    all.add(Option.of("name_prefix", Kind.TEXT, "what to put before the name"));
    all.add(
        Option.of("namespace", Kind.TEXT, "the group that the app belongs to")
            .flags(Flag.of("namespace", ONE))
            .fallback("default"));
    all.add(Option.of("cwd", Kind.PATH, "the folder to run it in").flags(Flag.of("cwd", ONE)));
    all.add(Option.of("args", Kind.WORDS, "the app's arguments (or after --)").fallback(List.of()));
    all.add(
        Option.of("append_env_to_name", Kind.BOOL, "name the app <name>-<env>").fallback(false));
    all.add(
        Option.of(
                "instances",
                Kind.INSTANCES,
                "how many (1): a number, max, or -1 for all cores but 1")
            .flags(Flag.of("instances", ONE).letter("i")));
    all.add(Option.of("exec_mode", Kind.MODE, "fork or cluster").aliases("_mode"));
    all.add(
        Option.of("cluster_schedule", Kind.SCHEDULE, "who takes a connection of a cluster")
            .fallback("rr"));
    all.add(
        Option.of("drain", Kind.BOOL, "false: a worker that is replaced loads nothing of Reeve's")
            .fallback(true));
    all.add(
        Option.of("instance_var", Kind.TEXT, "the variable that holds an instance's number")
            .fallback("NODE_APP_INSTANCE"));
    all.add(Option.of("increment_var", Kind.TEXT, "a variable that grows by 1 an instance"));
  }

  private static void surroundings(List<Option> all) {
    all.add(
        Option.of("uid", Kind.ACCOUNT, "run it as this user, by name or number; takes root")
            .aliases("user")
            .flags(Flag.of("uid", ONE), Flag.of("user", ONE).letter("u")));
    all.add(
        Option.of("gid", Kind.ACCOUNT, "and as this group (default: the user's)")
            .flags(Flag.of("gid", ONE)));
    all.add(Option.of("env", Kind.OBJECT, "variables added to the environment").fallback(Map.of()));
    all.add(
        Option.of("env_file", Kind.ENV_FILE, ".env files, read at each start, below env")
            .flags(Flag.of("env-file", ONE))
            .fallback(List.of()));
    all.add(
        Option.of(
                "filter_env",
                Kind.FILTER,
                "variables of the caller that are not handed on: how they begin, or true for all")
            .flags(Flag.of("filter-env", PERHAPS_ONE)));
    all.add(Option.of("port", Kind.COUNT, "sets PORT"));
  }

  private static void interpreter(List<Option> all) {
    all.add(
        Option.of(
                "interpreter", Kind.TEXT, "what runs the script (default: by its ending; or none)")
            .aliases("exec_interpreter")
            .flags(Flag.of("interpreter", ONE)));
    all.add(
        Option.of("node_args", Kind.WORDS, "the interpreter's arguments")
            .aliases("interpreterArgs", "interpreter_args")
            .flags(Flag.of("interpreter-args", ONE), Flag.of("node-args", ONE))
            .fallback(List.of()));
  }

  private static void logs(List<Option> all) {
    all.add(
        Option.of("out_file", Kind.PATH, "the file for standard output; /dev/null for none")
            .aliases("out", "output", "out_log")
            .flags(Flag.of("output", ONE).letter("o")));
    all.add(
        Option.of("error_file", Kind.PATH, "the file for standard error; /dev/null for none")
            .aliases("error", "err", "err_file", "err_log")
            .flags(Flag.of("error", ONE).letter("e")));
    all.add(
        Option.of("log_file", Kind.PATH, "a file for both")
            .aliases("log")
            .flags(Flag.of("log", PERHAPS_ONE).letter("l")));
    all.add(
        Option.of("merge_logs", Kind.BOOL, "one file for all instances")
            .aliases("combine_logs")
            .flags(Flag.of("merge-logs", NOTHING)));
    all.add(
        Option.of("log_type", Kind.LOG_TYPE, "json writes one record a line")
            .flags(Flag.of("log-type", ONE))
            .fallback("raw"));
    all.add(
        Option.of("log_date_format", Kind.TEXT, "stamp each line, such as 'YYYY-MM-DD HH:mm:ss Z'")
            .flags(Flag.of("log-date-format", ONE)));
    all.add(
        Option.of("time", Kind.BOOL, "stamp each line with YYYY-MM-DDTHH:mm:ss")
            .flags(Flag.of("time", NOTHING))
            .fallback(false));
    all.add(
        Option.of("disable_logs", Kind.BOOL, "keep no log file")
            .flags(Flag.of("disable-logs", NOTHING))
            .fallback(false));
    all.add(Option.of("log_rotate", Kind.LOG_ROTATE, "how its log files are rotated; false: not"));
    all.add(
        Option.of("log_overflow", Kind.LOG_OVERFLOW, "drop loses lines that come too fast")
            .flags(Flag.of("log-overflow", ONE))
            .fallback("block"));
  }

  private static void starting(List<Option> all) {
    all.add(
        Option.of("autostart", Kind.BOOL, "false: put it in the list, but do not start it")
            .flags(Flag.negated("autostart"))
            .fallback(true));
    all.add(
        Option.of("wait_ready", Kind.BOOL, "it is online when it sends the message 'ready'")
            .flags(Flag.of("wait-ready", NOTHING))
            .fallback(false));
    all.add(Option.of("ready", Kind.READY, "by what a run shows that it is ready"));
    all.add(
        Option.of("listen_timeout", Kind.DURATION, "how long to wait for that")
            .flags(Flag.of("listen-timeout", ONE))
            .fallback(Duration.ofSeconds(3)));
    all.add(
        Option.of(
                "listen", Kind.LISTEN, "sockets that it is given and keeps in a reload (fork mode)")
            .fallback(List.of()));
    all.add(
        Option.of("pid_file", Kind.PATH, "the file to write the pid to")
            .aliases("pid")
            .flags(Flag.of("pid", ONE).letter("p")));
  }

  private static void restarting(List<Option> all) {
    all.add(Option.of("restart", Kind.RESTART, "after which ends a new run follows"));
    all.add(
        Option.of("autorestart", Kind.BOOL, "false: an exit is not followed by a new run")
            .flags(Flag.negated("autorestart"))
            .fallback(true));
    all.add(
        Option.of("max_restarts", Kind.COUNT, "so many unstable runs in a row, then errored")
            .flags(Flag.of("max-restarts", PERHAPS_ONE))
            .fallback(16));
    all.add(
        Option.of("min_uptime", Kind.DURATION, "a run shorter than this is unstable")
            .flags(Flag.of("min-uptime", ONE))
            .fallback(Duration.ofSeconds(1)));
    all.add(
        Option.of("restart_delay", Kind.DURATION, "how long to wait before a restart")
            .flags(Flag.of("restart-delay", ONE))
            .fallback(Duration.ZERO));
    all.add(
        Option.of("exp_backoff_restart_delay", Kind.DURATION, "a first delay that grows by half")
            .flags(Flag.of("exp-backoff-restart-delay", ONE))
            .fallback(Duration.ZERO));
    all.add(
        Option.of("stop_exit_codes", Kind.EXIT_CODES, "exit codes that are not restarted")
            .flags(Flag.of("stop-exit-codes", MANY))
            .fallback(List.of()));
    all.add(
        Option.of("max_memory_restart", Kind.MEMORY, "restart above so much memory, such as 512M")
            .flags(Flag.of("max-memory-restart", ONE)));
  }

  private static void stopping(List<Option> all) {
    all.add(
        Option.of("kill_timeout", Kind.DURATION, "how long to wait before SIGKILL")
            .flags(Flag.of("kill-timeout", ONE).letter("k"))
            .fallback(Duration.ofMillis(1600)));
    all.add(
        Option.of("kill_retry_time", Kind.DURATION, "how often to look whether it is gone")
            .flags(Flag.of("kill-retry-time", ONE))
            .fallback(Duration.ofMillis(100)));
    all.add(
        Option.of("shutdown_with_message", Kind.BOOL, "ask with the message 'shutdown'")
            .flags(Flag.of("shutdown-with-message", NOTHING))
            .fallback(false));
    all.add(
        Option.of("treekill", Kind.TREEKILL, "false: signal the main process only")
            .flags(Flag.negated("treekill"))
            .fallback(TreeKill.ON));
  }

  private static void caring(List<Option> all) {
    all.add(Option.of("health", Kind.HEALTH, "how it is asked whether it is well"));
    all.add(
        Option.of("depends_on", Kind.DEPENDS_ON, "what it starts after, and stops before")
            .fallback(List.of()));
    all.add(Option.of("hooks", Kind.HOOKS, "what is done when something has happened to it"));
  }

  private static void renewing(List<Option> all) {
    all.add(
        Option.of("watch", Kind.WATCH, "restart when files change: true, or which ones")
            .flags(Flag.of("watch", PERHAPS_ONE)));
    all.add(
        Option.of("ignore_watch", Kind.PATTERNS, "paths whose changes do not count")
            .flags(Flag.of("ignore-watch", ONE)));
    all.add(
        Option.of("watch_delay", Kind.DURATION, "how long to wait after a change")
            .flags(Flag.of("watch-delay", SECONDS)));
    all.add(Option.of("watch_options", Kind.WATCH_OPTIONS, "the watcher's options"));
    all.add(
        Option.of("cron_restart", Kind.CRON, "restart at these times; 0: no more")
            .aliases("cron")
            .flags(Flag.of("cron", ONE).letter("c"), Flag.of("cron-restart", ONE)));
  }

  private static void ignored(List<Option> all) {
    all.add(meaningless("ext", Flag.of("ext", ONE)));
    all.add(meaningless("execute_command", Flag.of("execute-command", NOTHING).letter("x")));
    for (var key : List.of("vizion", "pmx", "automation")) {
      all.add(meaningless(key, Flag.negated(key)));
    }
    for (var key : IGNORED_TOGGLES.split(" ", -1)) {
      all.add(meaningless(key, Flag.of(key.replace('_', '-'), NOTHING)));
    }
    for (var key : IGNORED_KEYS.split(" ", -1)) {
      all.add(meaningless(key));
    }
  }

  private static Option meaningless(String key, Flag... flags) {
    return Option.of(key, Kind.ANY, "taken, without meaning here")
        .support(Support.IGNORED)
        .flags(flags);
  }
}
