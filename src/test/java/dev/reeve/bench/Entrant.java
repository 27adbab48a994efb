package dev.reeve.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// One cluster at a port, and what its runs gave so far.
final class Entrant {
  private final Stage stage;
  private final int port;
  private final long primary;
  private final List<Load.Result> results = new ArrayList<>();
  private double cpuSeconds;

  Entrant(Stage stage, int port, long primary) {
    this.stage = stage;
    this.port = port;
    this.primary = primary;
  }

  void run(double seconds) {
    stage.measure(
        "requests",
        () -> {
          var before = Proc.cpuSeconds(primary);
          var load = Load.begin(stage.home(), port, false);
          Proc.pause(seconds);
          results.add(load.end());
          cpuSeconds += Proc.cpuSeconds(primary) - before;
          return 0;
        });
  }

  void forget() {
    results.clear();
    cpuSeconds = 0;
  }

  double best() {
    return figure(_ -> Row.max(results.stream().mapToDouble(Load.Result::perSecond).toArray()));
  }

  double cpuEachMicros() {
    return figure(answered -> cpuSeconds * 1e6 / answered);
  }

  /// How far the worker that is farthest from an even share is from it, over all runs.
  double unevenPercent() {
    return figure(answered -> {
      var shares = new TreeMap<String, Long>();
      results.forEach(each -> each.shares().forEach((who, n) -> shares.merge(who, n, Long::sum)));
      var even = answered / shares.size();
      return shares.values().stream()
          .mapToDouble(share -> Math.abs(share - even) / even * 100)
          .max()
          .orElse(Double.NaN);
    });
  }

  private double figure(ToDoubleFunction<Double> ofAnswered) {
    var answered = results.stream().mapToDouble(Load.Result::answered).sum();
    return stage.measure(
        "requests", () -> answered == 0 ? Double.NaN : ofAnswered.applyAsDouble(answered));
  }
}
