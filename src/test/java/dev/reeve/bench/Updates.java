package dev.reeve.bench;

import java.util.ArrayList;
import java.util.List;

/// What the callers of a cluster notice of `update`: requests that fail, and the longest wait for
/// an answer, with a new connection for each request. It waits as long as nobody hands connections
/// out: that is the gap.
record Updates(Contest contest, boolean quick) {
  private static final int WORKERS = 4;
  private static final double AROUND_SECONDS = 1;

  /// Of one update.
  private record Notice(double longestMillis, double failed) {}

  void measure() {
    var gaps = new ArrayList<Double>();
    var failures = new ArrayList<Double>();
    for (var supervisor : contest.pair()) {
      try (var stage = contest.open(supervisor)) {
        var app = ClusterApp.anywhere("web");
        stage.millis("a cluster", () -> app.start(stage, WORKERS, ""));
        var notices = new ArrayList<Notice>();
        for (var round = 0; round < (quick ? 3 : 10); round++) {
          once(stage, app, notices);
        }
        gaps.add(Row.median(notices.stream().mapToDouble(Notice::longestMillis).toArray()));
        failures.add(notices.stream().mapToDouble(Notice::failed).sum());
      }
    }
    contest.row("update of the daemon: longest wait of a request", "ms", Row.Aim.GAP, gaps);
    contest.row("failed requests, update of the daemon", "", Row.Aim.NO_FAILURE, failures);
  }

  private static void once(Stage stage, ClusterApp app, List<Notice> notices) {
    stage.measure(
        "update",
        () -> {
          var load = Load.begin(stage.home(), app.port(), false);
          try {
            Proc.pause(AROUND_SECONDS);
            stage.session().command("update");
            Proc.pause(AROUND_SECONDS);
            var result = load.end();
            notices.add(new Notice(result.longestMillis(), result.failed()));
          } finally {
            load.abandon();
          }
          return 0;
        });
  }
}
