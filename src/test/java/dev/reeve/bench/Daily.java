package dev.reeve.bench;

import static dev.reeve.bench.Contest.inTurns;
import static dev.reeve.bench.Contest.medians;
import static dev.reeve.bench.Contest.minima;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// What a user meets every day: start, list, crash, restart; and what the daemon costs meanwhile.
/// The supervisors stand side by side and take turns.
record Daily(Contest contest, boolean quick) {
  private static final double SETTLE_SECONDS = 8;
  private static final int MANY = 100;

  void measure() {
    coldStart();
    var stages = contest.supervisors().stream().map(contest::open).toList();
    try {
      stages.forEach(stage -> stage.millis("boot", stage.session()::boot));
      memory(stages, "no app");
      grow(stages, 0, 1);
      memory(stages, "1 app");
      listing(stages, "1 app");
      idle(stages, "1 app");
      nextRun(stages);
      grow(stages, 1, MANY);
      memory(stages, MANY + " apps");
      listing(stages, MANY + " apps");
      idle(stages, MANY + " apps");
      bulk(stages);
    } finally {
      stages.forEach(Stage::close);
    }
  }

  private void coldStart() {
    var rounds = quick ? 2 : 5;
    var samples = new double[contest.supervisors().size()][rounds];
    for (var round = 0; round < rounds; round++) {
      var figures =
          contest.oneByOne(
              stage -> stage.millis("cold start", () -> stage.startAndAwait(stage.sleepers(0, 1))));
      for (var each = 0; each < samples.length; each++) {
        samples[each][round] = figures.get(each);
      }
    }
    contest.row("cold start of daemon and first app", "ms", Row.Aim.COLD_START, medians(samples));
  }

  private static void grow(List<Stage> stages, int from, int to) {
    stages.forEach(
        stage -> stage.millis("start", () -> stage.startAndAwait(stage.sleepers(from, to))));
  }

  private void memory(List<Stage> stages, String when) {
    Proc.pause(SETTLE_SECONDS);
    var rss = each(stages, stage -> Proc.rssMb(stage.session().daemonPid()));
    contest.row("daemon RSS, " + when, "MB", Row.Aim.RSS, rss);
    var anonymous = each(stages, stage -> Proc.anonymousMb(stage.session().daemonPid()));
    contest.row("daemon anonymous memory, " + when, "MB", Row.Aim.NONE, anonymous);
  }

  private static List<Double> each(List<Stage> stages, ToDoubleFunction<Stage> figure) {
    return stages.stream()
        .map(stage -> stage.measure("/proc", () -> figure.applyAsDouble(stage)))
        .toList();
  }

  private void listing(List<Stage> stages, String when) {
    for (var command : List.of("ls", "jlist")) {
      var samples =
          inTurns(
              quick ? 5 : 15,
              stages,
              stage -> {
                var words = stage.session().listings().get(command);
                return words == null
                    ? Double.NaN
                    : stage.millis(command, () -> stage.session().run(words));
              });
      var aim = command.equals("ls") ? Row.Aim.LIST : Row.Aim.NONE;
      contest.row(command + ", " + when + ", median", "ms", aim, medians(samples));
      contest.row(command + ", " + when + ", min", "ms", Row.Aim.NONE, minima(samples));
    }
  }

  private void idle(List<Stage> stages, String when) {
    var seconds = quick ? 5 : 20;
    ToDoubleFunction<Stage> cpu = stage -> Proc.cpuSeconds(stage.session().daemonPid());
    ToDoubleFunction<Stage> wakes = stage -> Proc.wakeUps(stage.session().daemonPid());
    Proc.pause(SETTLE_SECONDS);
    var cpuBefore = each(stages, cpu);
    var wakesBefore = each(stages, wakes);
    Proc.pause(seconds);
    contest.row(
        "idle CPU, " + when,
        "% of a core",
        Row.Aim.NONE,
        rates(cpuBefore, each(stages, cpu), 100.0 / seconds));
    contest.row(
        "idle wake-ups, " + when,
        "1/s",
        Row.Aim.NONE,
        rates(wakesBefore, each(stages, wakes), 1.0 / seconds));
  }

  private static List<Double> rates(List<Double> before, List<Double> after, double factor) {
    return IntStream.range(0, before.size())
        .mapToObj(each -> (after.get(each) - before.get(each)) * factor)
        .toList();
  }

  /// From the signal until the app's next run has written its line.
  private void nextRun(List<Stage> stages) {
    var samples =
        inTurns(
            20,
            stages,
            stage -> {
              Proc.pause(0.2);
              return stage.millis("SIGKILL", () -> killAndAwait(stage));
            });
    contest.row("SIGKILL → next run, median", "ms", Row.Aim.NEXT_RUN, medians(samples));
    contest.row("SIGKILL → next run, min", "ms", Row.Aim.NONE, minima(samples));
  }

  private static void killAndAwait(Stage stage) {
    var size = stage.marksSize();
    ProcessHandle.of(stage.newestPid()).ifPresent(ProcessHandle::destroyForcibly);
    Proc.await(() -> stage.marksSize() > size, "the next run");
  }

  private void bulk(List<Stage> stages) {
    var rounds = quick ? 1 : 3;
    var all = stages.size();
    var start = new double[all][rounds];
    var restart = new double[all][rounds];
    var delete = new double[all][rounds];
    stages.forEach(stage -> stage.millis("delete", stage.session()::deleteAll));
    for (var round = 0; round < rounds; round++) {
      for (var each = 0; each < all; each++) {
        var stage = stages.get(each);
        var apps = stage.sleepers(1000 + round * MANY, 1000 + (round + 1) * MANY);
        start[each][round] = stage.millis("start", () -> stage.startAndAwait(apps));
        restart[each][round] = stage.millis("restart", () -> restartAndAwait(stage));
        delete[each][round] = stage.millis("delete", stage.session()::deleteAll);
      }
    }
    contest.row("start of " + MANY, "ms", Row.Aim.NONE, medians(start));
    contest.row("restart of " + MANY, "ms", Row.Aim.RESTART, medians(restart));
    contest.row("delete of " + MANY, "ms", Row.Aim.NONE, medians(delete));
  }

  private static void restartAndAwait(Stage stage) {
    var marks = stage.markCount();
    stage.session().restartAll();
    stage.awaitMarks(marks + MANY);
  }
}
