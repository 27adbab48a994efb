package dev.reeve.bench;

import dev.reeve.bench.Supervisor.App;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What a supervisor costs in memory: within each Node program, and for ten of them in all. A child
/// with a message channel loads Node's modules for sockets: 6 % of an app that does nothing, the
/// same as under Node's own `child_process.fork`, and nothing to an app that has loaded them itself
/// (measured).
record Memory(Contest contest) {
  private static final double SETTLE_SECONDS = 8;
  private static final int NODE_APPS = 10;

  /// What stands beside the bare apps: the median RSS of an app, and the PSS of all and the daemon.
  private record Size(double rssMb, double pssMb) {}

  void measure() {
    measure("node", "");
    measure("node HTTP", "require('http').createServer().listen(0, '127.0.0.1');");
  }

  private void measure(String kind, String more) {
    var bare = forked(new Bare(), more);
    var forks = contest.supervisors().stream().map(each -> forked(each, more)).toList();
    var workers = contest.pair().stream().map(each -> workers(each, more)).toList();
    rows(kind + " apps", forks, bare);
    rows(kind + " workers of a cluster", workers, bare);
  }

  private void rows(String what, List<Size> sizes, Size bare) {
    contest.row(
        "RSS of " + what + ", to bare apps",
        "ratio",
        Row.Aim.AS_BARE,
        sizes.stream().map(each -> each.rssMb / bare.rssMb).toList());
    contest.row(
        "PSS added to " + NODE_APPS + " " + what,
        "MB",
        Row.Aim.RSS,
        sizes.stream().map(each -> each.pssMb - bare.pssMb).toList());
  }

  private Size forked(Supervisor supervisor, String more) {
    try (var stage = contest.open(supervisor)) {
      return size(stage, () -> stage.startAndAwait(apps(stage, more)), supervisor instanceof Bare);
    }
  }

  private static List<App> apps(Stage stage, String more) {
    var script = stage.nodeScript(more);
    return IntStream.range(0, NODE_APPS).mapToObj(n -> stage.nodeApp("node" + n, script)).toList();
  }

  private Size workers(Supervisor supervisor, String more) {
    try (var stage = contest.open(supervisor)) {
      var app = ClusterApp.anywhere("workers");
      return size(
          stage,
          () -> {
            app.start(stage, stage.nodeScript(more), NODE_APPS, "");
            stage.awaitMarks(NODE_APPS);
          },
          false);
    }
  }

  private static Size size(Stage stage, Runnable start, boolean bare) {
    var sizes = new ArrayList<Size>();
    stage.measure(
        "node apps",
        () -> {
          start.run();
          Proc.pause(SETTLE_SECONDS);
          var pids = stage.pids().stream().mapToLong(Long::parseLong).toArray();
          var rss = new double[pids.length];
          var pss = 0.0;
          for (var each = 0; each < pids.length; each++) {
            rss[each] = Proc.rssMb(pids[each]);
            pss += bare ? Proc.treePssMb(pids[each]) : 0;
          }
          var all = bare ? pss : Proc.treePssMb(stage.session().daemonPid());
          sizes.add(new Size(Row.median(rss), all));
          return 0;
        });
    return sizes.isEmpty() ? new Size(Double.NaN, Double.NaN) : sizes.getFirst();
  }
}
