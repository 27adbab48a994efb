package dev.reeve.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// The supervisors that are compared, and the rows that they have earned so far.
final class Contest {
  private final List<Supervisor> supervisors;
  private final Path scratch;
  private final List<Row> rows = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int homes;

  Contest(List<Supervisor> supervisors, Path scratch) {
    this.supervisors = supervisors;
    this.scratch = scratch;
  }

  List<Row> rows() {
    return rows;
  }

  List<String> notes() {
    return notes;
  }

  List<Supervisor> supervisors() {
    return supervisors;
  }

  /// Reeve and PM2, which have clusters.
  List<Supervisor> pair() {
    return supervisors.subList(0, 2);
  }

  /// Those who are not measured have no figure.
  void row(String what, String unit, Row.Aim aim, List<Double> figures) {
    var all = new ArrayList<>(figures);
    while (all.size() < supervisors.size()) {
      all.add(Double.NaN);
    }
    var row = new Row(what, unit, all, aim);
    rows.add(row);
    System.err.println(row.markdown());
  }

  /// A fresh stage; the caller closes it.
  Stage open(Supervisor supervisor) {
    var home = scratch.resolve(Integer.toString(homes++));
    try {
      Files.createDirectory(home);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    return new Stage(supervisor, home, notes);
  }

  /// A fresh stage for each, one after the other.
  List<Double> oneByOne(ToDoubleFunction<Stage> figure) {
    var figures = new ArrayList<Double>();
    for (var supervisor : supervisors) {
      try (var stage = open(supervisor)) {
        figures.add(figure.applyAsDouble(stage));
      }
    }
    return figures;
  }

  /// Samples of all, taken in turns: `[stage][round]`.
  static double[][] inTurns(int rounds, List<Stage> stages, ToDoubleFunction<Stage> figure) {
    var samples = new double[stages.size()][rounds];
    for (var round = 0; round < rounds; round++) {
      for (var each = 0; each < stages.size(); each++) {
        samples[each][round] = figure.applyAsDouble(stages.get(each));
      }
    }
    return samples;
  }

  static List<Double> medians(double[][] samples) {
    return List.of(samples).stream().map(Row::median).toList();
  }

  static List<Double> minima(double[][] samples) {
    return List.of(samples).stream().map(Row::min).toList();
  }
}
