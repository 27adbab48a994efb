package dev.reeve.bench;

import java.util.ArrayList;
import java.util.List;

/// Requests that fail while a cluster is changed under load: one client with a new connection each
/// time, and one that keeps its connections.
record Changes(Contest contest, boolean quick) {
  private static final int WORKERS = 4;
  private static final double AROUND_SECONDS = 1.5;

  private record Change(String name, List<List<String>> commands) {}

  private static final List<Change> CHANGES =
      List.of(
          new Change("reload", List.of(List.of("reload", "web"))),
          new Change(
              "scale 4 → 8 → 2 → 4",
              List.of(
                  List.of("scale", "web", "8"),
                  List.of("scale", "web", "2"),
                  List.of("scale", "web", "4"))));

  /// Of each change: failed with new connections, failed with kept ones.
  private record Failures(double fresh, double kept) {
    private static final Failures UNKNOWN = new Failures(Double.NaN, Double.NaN);

    Failures plus(Failures other) {
      return new Failures(fresh + other.fresh, kept + other.kept);
    }
  }

  void measure() {
    var all = new ArrayList<List<Failures>>();
    for (var supervisor : contest.pair()) {
      try (var stage = contest.open(supervisor)) {
        var app = ClusterApp.anywhere("web");
        stage.millis("a cluster", () -> app.start(stage, WORKERS, ""));
        all.add(CHANGES.stream().map(each -> failures(stage, app, each)).toList());
      }
    }
    for (var change = 0; change < CHANGES.size(); change++) {
      int number = change;
      var what = "failed requests, " + CHANGES.get(change).name();
      var figures = all.stream().map(each -> each.get(number)).toList();
      contest.row(
          what + ", new connections",
          "",
          Row.Aim.NO_FAILURE,
          figures.stream().map(Failures::fresh).toList());
      contest.row(
          what + ", kept connections",
          "",
          Row.Aim.NO_FAILURE,
          figures.stream().map(Failures::kept).toList());
    }
  }

  private Failures failures(Stage stage, ClusterApp app, Change change) {
    var sum = new Failures(0, 0);
    for (var round = 0; round < (quick ? 1 : 3); round++) {
      sum = sum.plus(once(stage, app, change));
    }
    return sum;
  }

  private static Failures once(Stage stage, ClusterApp app, Change change) {
    var failures = new ArrayList<Failures>();
    stage.measure(
        change.name(),
        () -> {
          var fresh = Load.begin(stage.home(), app.port(), false);
          var kept = Load.begin(stage.home(), app.port(), true);
          try {
            for (var command : change.commands()) {
              Proc.pause(AROUND_SECONDS);
              stage.session().command(command.toArray(String[]::new));
            }
            Proc.pause(AROUND_SECONDS);
            failures.add(new Failures(fresh.end().failed(), kept.end().failed()));
          } finally {
            fresh.abandon();
            kept.abandon();
          }
          return 0;
        });
    return failures.isEmpty() ? Failures.UNKNOWN : failures.getFirst();
  }
}
