package dev.reeve.daemon;

import dev.reeve.api.Request;
import dev.reeve.daemon.RuntimeWish.ExitOn;
import dev.reeve.lifecycle.Goal;
import dev.reeve.lifecycle.State;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Exit;
import dev.reeve.model.Home;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The daemon as the first process of a container. The apps are started by the very command that a
/// user would type; when they are all down for good it ends, with an exit code of theirs. One that
/// waits for its next run, for its time, or for another app, is alive.
final class ContainerRuntime {
  private static final Duration LONGEST_START = Duration.ofDays(1);
  private static final int NOT_STARTED = 1;
  private static final int BY_SIGNAL = 128;

  private final Supervisor supervisor;
  private final Home home;
  private final RuntimeWish wish;
  private final RuntimeConsole console;
  private Runnable end = () -> {};
  private boolean started;
  private boolean ending;
  private int exitCode;

  ContainerRuntime(Supervisor supervisor, RuntimeWish wish, RuntimeConsole console) {
    this.supervisor = supervisor;
    this.home = supervisor.home();
    this.wish = wish;
    this.console = console;
  }

  /// Starts the apps; `whenOver` ends the daemon.
  void begin(Runnable whenOver) {
    end = whenOver;
    var loop = supervisor.loop();
    console.begin(loop, supervisor.outputs()::retry);
    supervisor.followers().showAt(console);
    loop.arm(this::start, loop.nowNs() + wish.delay().toNanos());
    loop.afterEachTurn(this::look);
  }

  private void start() {
    var cwd = Path.of("").toAbsolutePath().toString();
    var order = new Errands.Order(wish.command(), wish.environment(), cwd, LONGEST_START.toNanos());
    supervisor.attendants().errands().begin(order, this::onStarted);
  }

  /// What the command has said goes where our own log goes.
  private void onStarted(Errands.Report report) {
    console.tell(report.lines());
    started = true;
    exitCode = report.fault() == null || ending ? exitCode : NOT_STARTED;
  }

  /// Ends it if nothing keeps it. Without any app the code is that of the start.
  private void look() {
    if (!started || ending) {
      return;
    }
    var all = List.copyOf(supervisor.all());
    if (wish.exitOn() == ExitOn.NEVER && (!all.isEmpty() || exitCode == 0)) {
      return;
    }
    var down = all.stream().filter(ContainerRuntime::isDown).toList();
    var cause =
        switch (wish.exitOn()) {
          case ALL -> down.size() < all.size() ? null : firstFailed(down);
          case ANY -> firstFailed(down.stream().filter(each -> each.exit != null).toList());
          case MAIN -> firstFailed(all.stream().limit(1).filter(down::contains).toList());
          case NEVER -> null;
        };
    boolean over = cause != null || all.isEmpty();
    if (over) {
      ending = true;
      exitCode = cause == null ? exitCode : codeOf(cause);
      supervisor
          .log()
          .say(
              cause == null
                  ? "no app was started"
                  : cause + " is down (" + cause.why + "), this ends");
      end.run();
    }
  }

  private static boolean isDown(Supervised instance) {
    boolean rests = instance.core.goal() == Goal.RESTING && instance.policy.renewed();
    return (instance.core.state() instanceof State.Stopped && !rests)
        || instance.core.state() instanceof State.Errored;
  }

  /// The first that failed, else the first.
  private static @Nullable Supervised firstFailed(List<Supervised> down) {
    return down.stream()
        .filter(each -> codeOf(each) != 0)
        .findFirst()
        .orElse(down.isEmpty() ? null : down.getFirst());
  }

  /// One that somebody has stopped has not failed, whatever it ended with.
  private static int codeOf(Supervised instance) {
    boolean errored = instance.core.state() instanceof State.Errored;
    var exit = errored ? instance.exit : instance.outcome;
    int code = exit == null ? 0 : codeOf(exit);
    return code == 0 && errored ? NOT_STARTED : code;
  }

  /// As a shell numbers it.
  private static int codeOf(Exit exit) {
    return switch (exit) {
      case Exit.Code(int code) -> code;
      case Exit.Signalled(int number) -> BY_SIGNAL + number;
      case Exit.Unknown _ -> NOT_STARTED;
    };
  }

  /// Everything is down.
  void leave() {
    console.end();
  }

  /// Somebody has asked for the end: no failure, whatever the apps exit with.
  void endsByRequest() {
    ending = true;
    exitCode = 0;
  }

  /// What the process ends with, when it ends by itself.
  int exitCode() {
    return ending ? exitCode : 0;
  }

  /// A container has its log already: files in the folder of logs are not written, those that the
  /// user names are.
  Request withoutUsualLogs(Request request) {
    if (wish.files()) {
      return request;
    }
    if (request instanceof Request.Start(var specs, boolean known)) {
      return new Request.Start(shown(specs), known);
    }
    return request instanceof Request.Rollout(var specs, int parallel)
        ? new Request.Rollout(shown(specs), parallel)
        : request;
  }

  private List<AppSpec> shown(List<AppSpec> specs) {
    return specs.stream()
        .map(spec -> {
          var logs = spec.logs();
          return spec.withLogs(
              new AppSpec.Logs(
                  named(logs.outFile()),
                  named(logs.errorFile()),
                  named(logs.combinedFile()),
                  logs.merge(),
                  logs.type(),
                  logs.dateFormat(),
                  logs.overflow(),
                  logs.rotate()));
        })
        .toList();
  }

  private @Nullable String named(@Nullable String file) {
    return file == null || Path.of(file).startsWith(home.logs()) ? null : file;
  }
}
