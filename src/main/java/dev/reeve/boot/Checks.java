package dev.reeve.boot;

import static dev.reeve.boot.Finding.advice;
import static dev.reeve.boot.Finding.bad;
import static dev.reeve.boot.Finding.good;

import dev.reeve.model.Home;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What makes a home healthy: facts → findings. Pure; the order is that of the report.
public final class Checks {
  private static final int JAVA = 25;
  private static final long FEW_FILES = 1024;
  private static final long FEW_INODES = 1000;
  private static final long LITTLE_BYTES = 200L << 20;
  private static final long HOUR_MS = Duration.ofHours(1).toMillis();

  /// Folders that hold one version of an interpreter, and go with it.
  private static final Pattern OF_ONE_VERSION =
      Pattern.compile(
          "/\\.?(nvm|nodenv|pyenv|rbenv|n)/versions/|/(asdf|mise)/installs/|/image/node/");

  /// A folder of fnm's that goes with the session.
  private static final Pattern OF_A_SESSION = Pattern.compile("/fnm_multishells/");

  private static final List<Function<Facts, Stream<Finding>>> ALL =
      List.of(
          facts -> Stream.of(java(facts.machine())),
          facts -> Stream.of(home(facts.home())),
          facts -> Stream.of(socket(facts.home())),
          facts -> Stream.of(daemon(facts.daemon(), facts.home())),
          facts -> Stream.of(foreign(facts.daemon())),
          StartChecks::all,
          facts -> Stream.of(saved(facts.saved())),
          facts -> Stream.of(step(facts)),
          facts -> facts.interpreters().stream().map(Checks::interpreter),
          facts -> AccessChecks.all(facts.uses()),
          facts -> Stream.of(clock(facts.machine())),
          facts -> Stream.of(limits(facts)),
          facts -> Stream.of(disk(facts.logs())),
          facts -> Stream.of(rotation(facts.logs())));

  private Checks() {}

  public static List<Finding> of(Facts facts) {
    return ALL.stream().flatMap(check -> check.apply(facts)).toList();
  }

  private static Finding java(Facts.Machine machine) {
    return machine.java() >= JAVA
        ? good("java", "Java " + machine.java())
        : bad("java", "Java " + machine.java() + " is too old", "install a JDK 25 or later");
  }

  private static Finding home(Facts.Folder home) {
    var path = home.path().toString();
    if (!home.exists()) {
      return advice("home", path + " is not there yet", "it is made by the first 'start'");
    }
    if (home.owner() != home.self()) {
      return bad(
          "home",
          path + " belongs to uid " + home.owner() + ", you are uid " + home.self(),
          "run this as its owner, or: chown -R " + home.self() + " " + path);
    }
    return home.mode().equals("rwx------")
        ? good("home", path)
        : bad("home", path + " is open to others (" + home.mode() + ")", "chmod 700 " + path);
  }

  private static Finding socket(Facts.Folder home) {
    return home.socketBytes() <= Home.MAX_SOCKET_PATH
        ? good("socket", home.socketBytes() + " bytes of a path, which fits")
        : bad(
            "socket",
            "the path of its socket has %d bytes, %d are the most that Linux takes"
                .formatted(home.socketBytes(), Home.MAX_SOCKET_PATH),
            "set REEVE_HOME to a shorter folder");
  }

  private static Finding daemon(Facts.Daemon daemon, Facts.Folder home) {
    if (daemon.pid() == 0 && daemon.leftSocket()) {
      return bad(
          "daemon",
          "nobody answers at the socket in "
              + home.path()
              + ": the last daemon did not end in order",
          "run 'list': the next daemon finds the apps that are left");
    }
    if (daemon.pid() == 0) {
      return advice("daemon", "none runs", "'resurrect' starts it with the saved list");
    }
    if (!daemon.build().equals(daemon.ownBuild())) {
      return bad(
          "daemon",
          "it is of another build (%s) than this command (%s)"
              .formatted(daemon.build(), daemon.ownBuild()),
          "run 'save', 'kill' and 'resurrect'");
    }
    return daemon.faults() == 0
        ? good("daemon", "answers, pid " + daemon.pid())
        : bad(
            "daemon",
            "it has caught " + daemon.faults() + " faults of its own",
            "please report them: grep fault " + home.path().resolve("pm2.log"));
  }

  private static Finding foreign(Facts.Daemon daemon) {
    return daemon.foreign() == 0
        ? good("pm2", "PM2's own daemon does not use this home")
        : bad(
            "pm2",
            "PM2's own daemon, pid " + daemon.foreign() + ", uses this home too",
            "end it with PM2's own 'pm2 kill', then run 'resurrect'");
  }

  private static Finding saved(Facts.Saved saved) {
    if (!saved.trouble().isEmpty()) {
      return bad(
          "saved list",
          saved.file() + " cannot be read: " + saved.trouble(),
          "start what shall run, then 'save'; 'resurrect' takes " + saved.file() + ".bak, if any");
    }
    var apps = saved.apps();
    if (apps == null) {
      return advice("saved list", "there is none", "run 'save' when all runs that shall come up");
    }
    return saved.mode().startsWith("rw") && saved.mode().endsWith("------")
        ? good("saved list", apps.size() + " apps")
        : bad(
            "saved list",
            "others can read it, and the secrets in it (" + saved.mode() + ")",
            "chmod 600 " + saved.file());
  }

  private static Finding step(Facts facts) {
    var saved = facts.saved().apps();
    var running = facts.daemon().apps();
    if (saved == null || facts.daemon().pid() == 0 || saved.equals(running)) {
      return good("in step", "nothing is lost by a reboot");
    }
    var lost = running.stream().filter(each -> !saved.contains(each)).sorted().toList();
    var more = saved.stream().filter(each -> !running.contains(each)).sorted().toList();
    return bad(
        "in step",
        (lost.isEmpty() ? "" : "not saved: " + String.join(", ", lost))
            + (lost.isEmpty() || more.isEmpty() ? "" : "; ")
            + (more.isEmpty() ? "" : "saved, and not in the list: " + String.join(", ", more)),
        more.isEmpty() ? "run 'save'" : "run 'resurrect' to have them, or 'save' to forget them");
  }

  private static Finding interpreter(Facts.Interpreter interpreter) {
    var check = "interpreter of " + interpreter.app();
    var found = interpreter.found();
    if (found == null) {
      return bad(
          check,
          "'" + interpreter.name() + "' is not where the app looks for it",
          "install it, then: restart " + interpreter.app() + " --update-env && save");
    }
    if (OF_A_SESSION.matcher(found.toString()).find()) {
      return bad(
          check,
          found + " goes with the session that made it",
          "give the app a lasting one: --interpreter <path>, or install it in /usr/local");
    }
    return OF_ONE_VERSION.matcher(found.toString()).find()
        ? advice(
            check,
            found + " goes when that version is removed",
            "install one system-wide, or after each change: restart all --update-env && save")
        : good(check, found.toString());
  }

  private static Finding clock(Facts.Machine machine) {
    var now = Instant.ofEpochMilli(machine.nowMs());
    var mend = "set the time: timedatectl set-ntp true";
    if (machine.nowMs() + HOUR_MS < machine.builtMs()) {
      return bad("clock", "it says " + now + ", which is before this program was made", mend);
    }
    if (machine.newestMs() > machine.nowMs() + HOUR_MS) {
      var newest = Instant.ofEpochMilli(machine.newestMs());
      return bad("clock", "it says " + now + ", but files of the home are of " + newest, mend);
    }
    return Boolean.FALSE.equals(machine.synchronised())
        ? advice("clock", "nobody keeps it right", mend)
        : good("clock", now.toString());
  }

  private static Finding limits(Facts facts) {
    var machine = facts.machine();
    if (machine.maxPids() > 0 && machine.pids() * 10 > machine.maxPids() * 9) {
      return bad(
          "limits",
          "%d of %d processes and threads are in use".formatted(machine.pids(), machine.maxPids()),
          "raise TasksMax= of the unit, or pids.max of the container");
    }
    int files = facts.daemon().maxFiles();
    return files > 0 && files < FEW_FILES
        ? bad(
            "limits",
            "the daemon may open " + files + " files; it needs 3 for an app, and apps inherit it",
            "raise LimitNOFILE= of the unit, or 'ulimit -n', and begin again")
        : good("limits", "enough files and processes");
  }

  private static Finding disk(Facts.Logs logs) {
    var mend = "make room there, or: flush; see 'conf pm2-logrotate' for what is kept";
    if (logs.allBytes() > 0
        && logs.freeBytes() < LITTLE_BYTES
        && logs.freeBytes() * 20 < logs.allBytes()) {
      return bad("disk", (logs.freeBytes() >> 20) + " MB are free at " + logs.folder(), mend);
    }
    return logs.freeInodes() >= 0 && logs.freeInodes() < FEW_INODES
        ? bad("disk", logs.freeInodes() + " inodes are free at " + logs.folder(), mend)
        : good("disk", (logs.freeBytes() >> 20) + " MB are free at " + logs.folder());
  }

  private static Finding rotation(Facts.Logs logs) {
    if (!logs.trouble().isEmpty()) {
      return bad(
          "log rotation",
          "the settings cannot be read, the usual ones hold: " + logs.trouble(),
          "mend module_conf.json by hand, or remove it");
    }
    return logs.rotated()
        ? good("log rotation", "on")
        : advice(
            "log rotation", "nobody rotates the logs", "install pm2-logrotate, or 'logrotate'");
  }
}
