package dev.reeve.export;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Ready;
import dev.reeve.model.WrittenApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// One service (`man 5 systemd.service`, `systemd.exec`, `systemd.kill`).
record SystemdService(WrittenApp app, int slot, Wish wish, Notes notes) {
  /// A first delay grows by half up to here, as under Reeve.
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(15);

  private static final double GROWTH = 1.5;

  /// Node and others take more than the 1024 that are usual.
  private static final int OPEN_FILES = 65_536;

  String description() {
    int count = app.spec().instances().count();
    return count == 1 ? app.spec().name() : app.spec().name() + ", instance " + slot;
  }

  static boolean notifies(WrittenApp app) {
    return app.spec().start().isReadyBy(Ready.Kind.NOTIFY);
  }

  /// The sockets of an app of one instance; several would each want the same.
  static List<String> sockets(WrittenApp app) {
    var name = app.spec().name();
    int count = app.spec().instances().count() > 1 ? 0 : app.spec().sockets().size();
    return count == 1
        ? List.of(name + ".socket")
        : IntStream.range(0, count).mapToObj(i -> name + "-" + i + ".socket").toList();
  }

  /// How often it may fail: `max_restarts` runs in a row that are shorter than `min_uptime`.
  void limits(UnitText text) {
    var restart = app.spec().restart();
    if (restart.auto()) {
      var backoff = restart.backoff().isZero() ? restart.delay() : LONGEST_DELAY;
      var one = restart.minUptime().plus(backoff);
      int burst = Math.max(1, restart.maxUnstable());
      text.line("StartLimitBurst", burst)
          .line("StartLimitIntervalSec", Spans.seconds(one.multipliedBy(burst)));
    }
  }

  UnitText body(boolean completed) {
    var text = new UnitText().section("Service");
    type(text, completed);
    user(text);
    var command = app.spec().command();
    text.line("WorkingDirectory", UnitText.rest(command.cwd()));
    environment()
        .forEach((name, value) -> text.line("Environment", UnitText.word(name + "=" + value)));
    environmentFiles(text);
    new SystemdHooks(app, notes, this::placed).addTo(text, command(command));
    restart(text);
    stop(text);
    text.line("LimitNOFILE", OPEN_FILES);
    new SystemdLogs(app, slot, notes).addTo(text);
    cluster();
    return text;
  }

  private void type(UnitText text, boolean completed) {
    var start = app.spec().start();
    if (notifies(app)) {
      text.line("Type", "notify").line("NotifyAccess", "all");
      if (app.has("listen_timeout")) {
        text.line("TimeoutStartSec", Spans.text(start.listenTimeout()));
        notes.differs("listen_timeout", "what is not ready by then is ended, and started again");
      }
    } else if (completed) {
      text.line("Type", "oneshot").line("RemainAfterExit", "yes");
    } else {
      text.line("Type", "exec");
      notes.missing("ready", "it waits for sd_notify only: \"ready\": \"notify\"");
    }
    if (!notifies(app)) {
      notes.missing("listen_timeout", "it goes with \"ready\": \"notify\"");
    }
    var sockets = sockets(app);
    if (!sockets.isEmpty()) {
      text.line("Sockets", String.join(" ", sockets));
    } else if (!app.spec().sockets().isEmpty()) {
      notes.missing("listen", "for several instances: write a template of a socket");
    }
  }

  private void user(UnitText text) {
    var uid = app.has("uid") ? app.text("uid") : wish.user();
    if (uid == null) {
      notes.say("uid", "this runs as root, as who exported it does: write uid to change that");
    } else {
      text.line("User", UnitText.rest(uid));
    }
    if (app.has("gid")) {
      text.line("Group", UnitText.rest(app.text("gid")));
    }
  }

  /// What is found now is written down: systemd looks at no PATH of a user.
  private List<String> command(AppSpec.Command command) {
    var words = new ArrayList<String>();
    if (command.hasInterpreter()) {
      words.addAll(program(command.interpreter()));
      words.addAll(command.interpreterArgs());
    }
    words.add(command.script());
    words.addAll(command.args());
    return words;
  }

  /// A unit takes names and absolute paths.
  private List<String> placed(List<String> words) {
    var first = words.getFirst();
    var all = new ArrayList<String>();
    if (first.contains("/")) {
      all.add(Path.of(app.spec().command().cwd()).resolve(first).normalize().toString());
    } else {
      all.addAll(program(first));
    }
    all.addAll(words.subList(1, words.size()));
    return all;
  }

  private List<String> program(String name) {
    var found = wish.programs().find(app.spec(), name);
    if (found == null) {
      notes.say("interpreter", name + " is not on this machine: it is looked for by env");
      return List.of("/usr/bin/env", name);
    }
    if (found.toString().matches(".*/\\.(nvm|fnm|asdf|volta|n|nodenv|mise)/.*")) {
      notes.say("interpreter", found + " goes with its version: export again after a new one");
    }
    return List.of(found.toString());
  }

  private void environmentFiles(UnitText text) {
    for (var file : app.spec().environment().rules().files()) {
      text.line("EnvironmentFile", (file.required() ? "" : "-") + UnitText.rest(file.path()));
      notes.differs("env_file", "what it says goes before env, and ${NAME} in it stays as it is");
    }
  }

  private Map<String, String> environment() {
    var env = new LinkedHashMap<String, String>();
    app.spec()
        .environment()
        .own()
        .forEach((name, value) -> {
          if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            env.put(name, value);
          } else {
            notes.say("env", "systemd takes no variable called '" + name + "': left out");
          }
        });
    var instances = app.spec().instances();
    if (instances.count() > 1 || app.has("instance_var")) {
      env.put(instances.variable(), slot + "");
    }
    var grown = instances.increment();
    if (grown != null && env.getOrDefault(grown, "").matches("\\d{1,9}")) {
      env.put(grown, Long.parseLong(env.getOrDefault(grown, "0")) + slot + "");
    } else {
      notes.missing("increment_var", "for a variable that is not a number in env");
    }
    return env;
  }

  private void restart(UnitText text) {
    var restart = app.spec().restart();
    text.line(
        "Restart",
        switch (restart.when()) {
          case ALWAYS -> "always";
          case ON_FAILURE -> "on-failure";
          case NEVER -> "no";
        });
    if (!restart.stopExitCodes().isEmpty()) {
      var codes = String.join(" ", restart.stopExitCodes().stream().map(String::valueOf).toList());
      text.line("RestartPreventExitStatus", codes).line("SuccessExitStatus", codes);
    }
    if (!restart.backoff().isZero()) {
      double steps =
          Math.log((double) LONGEST_DELAY.toMillis() / restart.backoff().toMillis())
              / Math.log(GROWTH);
      text.line("RestartSec", Spans.text(restart.backoff()))
          .comment("Growing delays need systemd 254; older ones warn, and wait for RestartSec.")
          .line("RestartSteps", Math.max(1, Math.round(steps)))
          .line("RestartMaxDelaySec", Spans.text(LONGEST_DELAY));
    } else {
      text.line("RestartSec", Spans.text(restart.delay()));
    }
    if (restart.maxMemoryBytes() > 0) {
      text.line("MemoryMax", restart.maxMemoryBytes());
      notes.differs("max_memory_restart", "the kernel kills the app at the limit; it is not asked");
    }
  }

  private void stop(UnitText text) {
    var stop = app.spec().stop();
    text.line("KillSignal", stop.signal().name())
        .line("TimeoutStopSec", Spans.text(stop.killTimeout()))
        .line("KillMode", stop.treeKill().tree() ? "control-group" : "process");
  }

  private void cluster() {
    if (app.spec().isCluster() && app.spec().instances().count() > 1) {
      notes.say(
          "exec_mode",
          "systemd has no cluster: give each instance a port of its own by increment_var");
    }
  }
}
