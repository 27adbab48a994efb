package dev.reeve.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// How quickly and how evenly connections reach four workers. Every request comes by a new
/// connection, from a client that is written in JavaScript as well: the two cores are shared by
/// client, primary and workers, and the rate is that of all together. The primary's own part is its
/// CPU. All contestants stand side by side and take turns.
record Cluster(Contest contest, boolean quick) {
  private static final int WORKERS = 4;
  private static final double WARM_UP_SECONDS = 1;

  void measure() {
    var entrants = new ArrayList<Entrant>();
    var stages = contest.pair().stream().map(contest::open).toList();
    try (var bare = contest.open(new Bare())) {
      stages.forEach(stage -> entrants.add(entrant(stage, "")));
      entrants.add(entrant(stages.getFirst(), ", \"cluster_schedule\": \"shared\""));
      entrants.add(own(bare));
      compete(entrants);
      report(entrants);
    } finally {
      stages.forEach(Stage::close);
    }
  }

  private static Entrant entrant(Stage stage, String more) {
    var app = ClusterApp.anywhere(more.isEmpty() ? "web" : "shared");
    stage.millis("a cluster", () -> app.start(stage, WORKERS, more));
    return new Entrant(stage, app.port(), stage.session().daemonPid());
  }

  private static Entrant own(Stage bare) {
    var app = ClusterApp.anywhere("own");
    var server = bare.write("server.js", ClusterApp.SERVER);
    // Each worker in a session of its own, as Reeve's are: see Bare.
    var node = bare.write("node", "#!/bin/sh\nexec setsid node \"$@\"\n");
    var program =
        """
        const cluster = require('cluster');
        process.execPath = '%s';
        cluster.setupPrimary({ exec: '%s' });
        for (let i = 0; i < %d; i++) cluster.fork({ NODE_APP_INSTANCE: i, PORT: %d });
        """
            .formatted(node, server, WORKERS, app.port());
    var script = bare.write("own.js", program);
    bare.millis("a cluster", () -> bare.session().start(List.of(bare.nodeApp("own", script))));
    bare.millis("a cluster", app::awaitAnswers);
    return new Entrant(bare, app.port(), bare.session().daemonPid());
  }

  private void compete(List<Entrant> entrants) {
    entrants.forEach(each -> each.run(WARM_UP_SECONDS));
    entrants.forEach(Entrant::forget);
    var rounds = quick ? 6 : 12;
    for (var round = 0; round < rounds; round++) {
      // Whoever comes first meets what is left of the round before.
      Collections.rotate(entrants, 1);
      entrants.forEach(each -> each.run(2));
    }
    Collections.rotate(entrants, -rounds);
  }

  private void report(List<Entrant> entrants) {
    var pair = entrants.subList(0, 2);
    var shared = entrants.get(2);
    var own = entrants.get(3);
    var what = "cluster of " + WORKERS + ", new connections";
    contest.row(what + ", best", "1/s", Row.Aim.NONE, each(pair, Entrant::best));
    contest.row(
        what + ", best, to Node's own primary",
        "ratio",
        Row.Aim.AS_NODE,
        each(pair, one -> one.best() / own.best()));
    contest.row(
        what + ", primary's CPU", "µs each", Row.Aim.NONE, each(pair, Entrant::cpuEachMicros));
    contest.row(
        what + ", primary's CPU, to Node's own",
        "ratio",
        Row.Aim.NONE,
        each(pair, one -> one.cpuEachMicros() / own.cpuEachMicros()));
    contest.row(
        what + ", farthest from even", "%", Row.Aim.EVEN, each(pair, Entrant::unevenPercent));
    contest.row(
        what + ", `shared`, best, to Node's own primary",
        "ratio",
        Row.Aim.NONE,
        List.of(shared.best() / own.best()));
    contest.row(
        what + ", `shared`, farthest from even",
        "%",
        Row.Aim.NONE,
        List.of(shared.unevenPercent()));
    contest
        .notes()
        .add(
            "Node's own primary in the same run: %.0f/s, %.0f µs each, %.1f %% from even"
                .formatted(own.best(), own.cpuEachMicros(), own.unevenPercent()));
  }

  private static List<Double> each(Collection<Entrant> entrants, ToDoubleFunction<Entrant> figure) {
    return entrants.stream().map(figure::applyAsDouble).toList();
  }
}
