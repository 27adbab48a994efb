package dev.reeve.cli;

import dev.reeve.config.Flag;
import dev.reeve.config.Kind;
import dev.reeve.config.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every command and every option of the command line itself, as data.
final class CommandTable {
  private static final String TARGETS = "<name|id|namespace|/regex/|all|file|script> ...";

  /// Options that each command takes.
  static final List<Option> GLOBAL =
      List.of(
          toggle("silent", "s", "print data only"),
          toggle("mini-list", "m", "print the list without a table"),
          toggle("no-daemon", "start apps in the foreground; it ends with Ctrl-C or 'kill'"),
          Option.of("color", Kind.BOOL, "no colours").flags(Flag.negated("color")),
          toggle("help", "h", "help on the command"),
          Option.of("version", Kind.BOOL, "the version")
              .flags(
                  Flag.of("version", Flag.Takes.NOTHING).letter("v"),
                  Flag.of("version", Flag.Takes.NOTHING).letter("V")));

  static final Option FORCE = toggle("force", "f", "do it all the same");
  private static final Option UPDATE_ENV =
      toggle("update-env", "a", "take the environment of this shell");
  static final Option ONLY = value("only", Kind.TEXT, "act on these apps of the file: a,b");
  private static final Option PARALLEL =
      value("parallel", Kind.COUNT, "taken, without meaning here: all apps go at once");
  private static final Option TOGGLE_WATCH =
      toggle("watch", "watch its files from now on, or no more");
  private static final Option WRITE =
      toggle("write", "w", "taken, but no file is written; see 'init'");
  private static final Option AT_ONCE =
      value("parallel", Kind.COUNT, "so many instances at a time (1)");
  static final Option ENV = value("env", Kind.TEXT, "add the file's env_<name> to the environment");

  private static final Option ATTACH = toggle("attach", "then follow the logs of these apps");

  static final Option USER =
      Option.of("user", Kind.TEXT, "whose daemon it is")
          .flags(Flag.of("user", Flag.Takes.ONE).letter("u"));
  static final Option USERS_FOLDER = value("hp", Kind.PATH, "that user's own folder");

  /// Commands of the web service that PM2's makers sell.
  static final List<String> OF_THE_SERVICE =
      List.of(
          "link", "unlink", "open", "plus", "register", "login", "logout", "monitor", "unmonitor");

  private static final List<CommandSpec> COMMANDS = commands();

  private CommandTable() {}

  static List<CommandSpec> all() {
    return COMMANDS;
  }

  /// The command of a name or an alias.
  static @Nullable CommandSpec of(String word) {
    for (var command : COMMANDS) {
      if (command.name().equals(word) || command.aliases().contains(word)) {
        return command;
      }
    }
    return null;
  }

  /// Every word that is a command, for suggestions.
  static List<String> words() {
    var words = new ArrayList<String>();
    for (var command : COMMANDS) {
      words.add(command.name());
      words.addAll(command.aliases());
    }
    return words;
  }

  static Option toggle(String name, String letter, String help) {
    return Option.of(name, Kind.BOOL, help).flags(Flag.of(name, Flag.Takes.NOTHING).letter(letter));
  }

  static Option toggle(String name, String help) {
    return Option.of(name, Kind.BOOL, help).flags(Flag.of(name, Flag.Takes.NOTHING));
  }

  static Option value(String name, Kind kind, String help) {
    return Option.of(name, kind, help).flags(Flag.of(name, Flag.Takes.ONE));
  }

  private static List<CommandSpec> commands() {
    var all = new ArrayList<CommandSpec>();
    starting(all);
    replacing(all);
    acting(all);
    looking(all);
    reading(all);
    watching(all);
    keeping(all);
    configuring(all);
    rotating(all);
    MachineCommands.addTo(all);
    RareCommands.addTo(all);
    return List.copyOf(all);
  }

  private static void starting(List<CommandSpec> all) {
    all.add(
        CommandSpec.of(
                "start",
                "start [options] [file|script|command|name|id] ... [-- arguments]",
                "start apps")
            .aliases("startOrRestart")
            .details(
                """
                What it is given may be an ecosystem file, a script, a command on PATH, a line for
                a shell in quotes, or an app that is known already. Without any, it takes the
                ecosystem file of the folder. Apps of a file that run already are restarted. With
                --only, what those start after (depends_on) is started too, unless it is up.
                """)
            .examples(
                "start ecosystem.config.js --only api --env production",
                "start app.js --name api -i 2 --max-memory-restart 512M -- --port 3000",
                "start 'python3 -m http.server 8000'")
            .options(ENV, ONLY, FORCE, UPDATE_ENV, PARALLEL, ATTACH, WRITE)
            .withAppOptions());
    all.add(
        CommandSpec.of("restart", "restart [options] " + TARGETS, "stop apps and start them again")
            .details(
                """
                The environment stays as it was, but for --update-env and for a file. Options that
                say how an app is run, and what follows --, hold from then on.
                """)
            .examples(
                "restart api --update-env",
                "restart ecosystem.config.js",
                "restart api --max-memory-restart 1G")
            .options(ENV, ONLY, FORCE, UPDATE_ENV, PARALLEL, TOGGLE_WATCH, ATTACH)
            .withAppOptions());
  }

  private static void replacing(List<CommandSpec> all) {
    all.add(
        CommandSpec.of("reload", "reload [options] " + TARGETS, "replace runs without a gap")
            .aliases("startOrReload", "startOrGracefulReload")
            .details(
                """
                Of an app in cluster mode, a new run is started beside the old one. When it is
                ready, and has lived for min_uptime if it is the first, the old run ends what it
                has begun and leaves; then the next instance follows. If a new run ends, or is not
                ready within listen_timeout, it goes, the old ones stay, and the exit code is 1.
                Other apps are restarted. An app of a file that is not there yet is started.
                """)
            .examples("reload api", "reload ecosystem.config.js --env production")
            .options(ENV, ONLY, UPDATE_ENV, AT_ONCE, ATTACH));
    all.add(
        CommandSpec.of("apply", "apply [options] <file>", "bring the list in line with a file")
            .details(
                """
                Starts what is not there, reloads (cluster) or restarts (fork) what the file has
                otherwise, scales what differs by its number of instances alone, and starts what is
                down, unless it may end by itself. Everything else is left alone. With --prune, apps
                that came from this file and are not in it any more are deleted. If anything is
                wrong with the file, nothing is done. The environment of this shell alone changes
                no app.
                """)
            .examples("apply ecosystem.config.js --dry-run", "apply ecosystem.config.js --prune")
            .options(
                ENV,
                ONLY,
                toggle("prune", "delete what is not in the file any more"),
                toggle("dry-run", "show what would be done, and do nothing"),
                AT_ONCE));
    all.add(
        CommandSpec.of("scale", "scale <name> <number>", "have more or fewer instances of an app")
            .details("With + or - before it the number is a difference. No request is lost.\n")
            .examples("scale api 4", "scale api +2", "scale api -1"));
  }

  private static void acting(List<CommandSpec> all) {
    all.add(
        CommandSpec.of("stop", "stop " + TARGETS, "stop apps, and keep them in the list")
            .examples("stop api", "stop ecosystem.config.js --only api", "stop '/^worker-/'")
            .options(ENV, ONLY, toggle("watch", "and watch its files no more")));
    all.add(
        CommandSpec.of("delete", "delete " + TARGETS, "stop apps and take them off the list")
            .aliases("del")
            .examples("delete api", "delete all")
            .options(ENV, ONLY));
    all.add(
        CommandSpec.of("reset", "reset <name|id|all> ...", "set the restart counts to 0")
            .examples("reset api"));
    all.add(
        CommandSpec.of(
                "sendSignal", "sendSignal <signal> <name|id>", "signal the main process of an app")
            .examples("sendSignal SIGUSR2 api"));
    all.add(
        CommandSpec.of(
                "trigger", "trigger <name|id> <action> [parameter]", "run an action of an app")
            .details(
                """
                For programs that offer actions over their message channel, as those with @pm2/io
                do. 'describe' lists them. Prints what each instance answers.
                """)
            .examples("trigger api clear-cache"));
  }

  private static void looking(List<CommandSpec> all) {
    all.add(
        CommandSpec.of("list", "list", "the list of apps")
            .aliases("ls", "l", "ps", "status")
            .details(
                """
                Sorted by name, or by id, namespace, version, mode, pid, uptime, restarts, status,
                cpu, memory or user.
                """)
            .examples("ls", "ls -m", "ls --sort memory:desc")
            .options(value("sort", Kind.TEXT, "by which column: <column> or <column>:desc")));
    all.add(CommandSpec.of("jlist", "jlist", "the list as JSON").examples("jlist | jq '.[].name'"));
    all.add(
        CommandSpec.of("prettylist", "prettylist", "the list as Node prints objects")
            .examples("prettylist"));
    all.add(
        CommandSpec.of("describe", "describe <name|id> ...", "everything about an app")
            .aliases("show", "info", "desc")
            .examples("describe api"));
    all.add(
        CommandSpec.of(
                "env", "env <name|id|file> [--diff]", "the environment that an app was given")
            .details(
                """
                Values whose names say that they are secrets are shown as ****; --show-secrets shows
                them as they are.
                With --diff, what the next start would change: by restart --update-env of an app,
                or by start of a file. + is new, - goes, ~ has another value.
                """)
            .examples("env 0", "env api --diff", "env ecosystem.config.js --diff --env production")
            .options(
                ENV,
                ONLY,
                toggle("diff", "what the next start would change"),
                toggle("show-secrets", "show the values of secrets, too")));
    all.add(
        CommandSpec.of("pid", "pid [name]", "the pids of an app, or of everything")
            .examples("pid api"));
    all.add(CommandSpec.of("id", "id <name>", "the numbers of an app").examples("id api"));
  }

  private static void reading(List<CommandSpec> all) {
    all.add(
        CommandSpec.of("logs", "logs [options] [name|id|namespace|/regex/] ...", "follow the logs")
            .details(
                """
                First the last lines of each file, then each line as it is written, also when the
                daemon is restarted meanwhile. History goes back through rotated and compressed
                files. With --json and --format it is shown when it is asked for: by --lines,
                --since, --grep or --nostream.
                """)
            .examples(
                "logs api --lines 100",
                "logs --err --nostream",
                "logs api --since 2h --grep 'timeout|refused' --nostream",
                "logs --json | jq .message")
            .options(logOptions()));
    all.add(
        CommandSpec.of("flush", "flush [name|id]", "empty the log files").examples("flush api"));
  }

  private static void watching(List<CommandSpec> all) {
    all.add(
        CommandSpec.of("monit", "monit", "watch the apps on a full screen, and act on them")
            .aliases("imonit", "dashboard", "dash")
            .details(
                """
                The list, with CPU and memory over time, and the log and the data of the selected
                app. r restarts it, s stops it, ? shows all keys, q leaves. The terminal must hold
                80 columns and 24 rows.
                """)
            .examples("monit"));
  }

  private static Option[] logOptions() {
    return new Option[] {
      value("lines", Kind.COUNT, "so many lines of history a file (default: 15; 0: none)"),
      value("since", Kind.TEXT, "history since then: 10m, 2h, 3d, or 2026-01-31T09:00"),
      value("grep", Kind.TEXT, "only lines that this regular expression is found in"),
      toggle("nostream", "the history only"),
      toggle("raw", "the lines as they are, without the app's name"),
      toggle("json", "an object of JSON a line"),
      toggle("format", "keys and values: timestamp=... app=... id=... type=... message=..."),
      Option.of("timestamp", Kind.DATE_FORMAT, "stamp each line (usual: YYYY-MM-DDTHH:mm:ss)")
          .flags(Flag.of("timestamp", Flag.Takes.PERHAPS_ONE)),
      value("highlight", Kind.TEXT, "make this text stand out"),
      toggle("err", "standard error only"),
      toggle("out", "standard output only")
    };
  }

  private static void keeping(List<CommandSpec> all) {
    all.add(
        CommandSpec.of("save", "save [--force]", "keep the list for resurrect")
            .aliases("dump")
            .details(
                """
                From then on the list follows what you do, until 'set reeve:autosave false'. The one
                before is kept. An empty list replaces one that is not with --force only.
                """)
            .examples("save")
            .options(FORCE));
    all.add(
        CommandSpec.of("resurrect", "resurrect", "bring the saved list back")
            .examples("resurrect"));
    all.add(CommandSpec.of("cleardump", "cleardump", "empty the saved list").examples("cleardump"));
  }

  private static void configuring(List<CommandSpec> all) {
    all.add(
        CommandSpec.of("set", "set <module>:<key> <value>", "change a setting")
            .details(
                """
                Log files are rotated by the settings of pm2-logrotate: max_size, retain, compress,
                dateFormat, rotateModule, rotateInterval, TZ, total_size and enabled. A change has
                its effect at once. 'conf' shows all.
                """)
            .examples("set pm2-logrotate:max_size 50M", "set pm2-logrotate.retain 7d"));
    all.add(
        CommandSpec.of("multiset", "multiset \"<key> <value> ...\"", "change settings, all or none")
            .examples("multiset 'pm2-logrotate:max_size 50M pm2-logrotate:compress gzip'"));
    all.add(
        CommandSpec.of("get", "get [<module>|<module>:<key>]", "settings, or the value of one")
            .examples("get pm2-logrotate:max_size"));
    all.add(
        CommandSpec.of("conf", "conf [<module>|<module>:<key>] [value]", "show or set settings")
            .aliases("config")
            .examples("conf", "conf pm2-logrotate", "conf pm2-logrotate:max_size 50M"));
    all.add(
        CommandSpec.of("unset", "unset <module>:<key>", "back to what is usual")
            .details("A module's name alone unsets all of it.\n")
            .examples("unset pm2-logrotate:max_size"));
  }

  private static void rotating(List<CommandSpec> all) {
    all.add(
        CommandSpec.of("reloadLogs", "reloadLogs", "open all log files anew")
            .details("For who has moved them away, as the system's logrotate does.\n")
            .examples("reloadLogs"));
    all.add(
        CommandSpec.of("logrotate", "logrotate [options]", "a configuration for logrotate")
            .details(
                """
                For who would rather have the system's logrotate do it: shows the configuration and
                writes it to /etc/logrotate.d; without root it prints what root must run.
                """)
            .examples("logrotate", "logrotate -u node --hp /home/node")
            .options(USER, USERS_FOLDER));
  }
}
