package dev.reeve.bench;

import dev.reeve.bench.Supervisor.App;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What a supervisor costs in memory: within each Node program, and for ten of them in all.
record Memory(Contest contest) {
  private static final double SETTLE_SECONDS = 8;
  private static final int NODE_APPS = 10;

  /// What stands beside the bare apps: the median RSS of an app, and the PSS of all and the daemon.
  private record Size(double rssMb, double pssMb) {}

  void measure() {
    var bare = forked(new Bare());
    var forks = contest.supervisors().stream().map(this::forked).toList();
    var workers = contest.pair().stream().map(this::workers).toList();
    contest.row(
        "RSS of a node app, to the same app bare",
        "ratio",
        Row.Aim.AS_BARE,
        forks.stream().map(each -> each.rssMb / bare.rssMb).toList());
    contest.row(
        "RSS of a node app as worker of a cluster, to bare",
        "ratio",
        Row.Aim.AS_BARE,
        workers.stream().map(each -> each.rssMb / bare.rssMb).toList());
    contest.row(
        "PSS added to " + NODE_APPS + " node apps",
        "MB",
        Row.Aim.RSS,
        forks.stream().map(each -> each.pssMb - bare.pssMb).toList());
    contest.row(
        "PSS added to " + NODE_APPS + " workers of a cluster",
        "MB",
        Row.Aim.RSS,
        workers.stream().map(each -> each.pssMb - bare.pssMb).toList());
  }

  private Size forked(Supervisor supervisor) {
    try (var stage = contest.open(supervisor)) {
      return size(stage, () -> stage.startAndAwait(nodeApps(stage)), supervisor instanceof Bare);
    }
  }

  private static List<App> nodeApps(Stage stage) {
    var script = stage.idleNode();
    return IntStream.range(0, NODE_APPS).mapToObj(n -> stage.nodeApp("node" + n, script)).toList();
  }

  private Size workers(Supervisor supervisor) {
    try (var stage = contest.open(supervisor)) {
      var app = ClusterApp.anywhere("workers");
      return size(
          stage,
          () -> {
            app.start(stage, stage.idleNode(), NODE_APPS, "");
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
