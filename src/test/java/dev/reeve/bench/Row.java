package dev.reeve.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One line of the table: a figure a supervisor, in their order; NaN where one cannot do it.
record Row(String what, String unit, List<Double> figures, Aim aim) {
  /// How Reeve's figure should stand to PM2's, or what it should be itself.
  enum Aim {
    NONE("", 0, true),
    LIST("≤ 0.4", 0.4, true),
    COLD_START("≤ 0.6", 0.6, true),
    RSS("≤ 0.75", 0.75, true),
    NEXT_RUN("≤ 0.35", 0.35, true),
    RESTART("≤ 0.2", 0.2, true),
    RAW("≥ 5", 5, false),
    STAMPED("≥ 15", 15, false),
    CPU("≤ 0.25", 0.25, true),
    AS_NODE("itself ≥ 1", 1, false),
    EVEN("itself ≤ 10", 10, true),
    NO_FAILURE("itself 0", 0, true),
    GAP("itself ≤ 500", 500, true),
    AS_BARE("itself ≤ 1.05", 1.05, true);

    private final String text;
    private final double limit;
    private final boolean atMost;

    Aim(String text, double limit, boolean atMost) {
      this.text = text;
      this.limit = limit;
      this.atMost = atMost;
    }

    private boolean ofItself() {
      return text.startsWith("itself");
    }
  }

  static double median(double... samples) {
    var sorted = samples.clone();
    Arrays.sort(sorted);
    var middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  static double min(double... samples) {
    return Arrays.stream(samples).min().orElse(Double.NaN);
  }

  static double max(double... samples) {
    return Arrays.stream(samples).max().orElse(Double.NaN);
  }

  private double ratio() {
    return figures.get(0) / figures.get(1);
  }

  /// What the aim is for.
  private double judged() {
    return aim.ofItself() ? figures.get(0) : ratio();
  }

  private String verdict() {
    if (aim == Aim.NONE) {
      return "";
    }
    if (Double.isNaN(judged())) {
      return "not measured";
    }
    return (aim.atMost ? judged() <= aim.limit : judged() >= aim.limit) ? "PASS" : "short";
  }

  boolean isShort() {
    return !verdict().isEmpty() && !verdict().equals("PASS");
  }

  String shortfall() {
    var kind = aim.ofItself() ? "" : "ratio ";
    return "%s: %s (%s%s, aim %s)".formatted(what, verdict(), kind, text(judged()), aim.text);
  }

  String markdown() {
    var cells = new StringBuilder("| ").append(what).append(" | ").append(unit);
    figures.forEach(figure -> cells.append(" | ").append(text(figure)));
    return cells
        .append(" | " + text(ratio()) + " | " + aim.text + " | " + verdict() + " |")
        .toString();
  }

  /// Three digits that mean something.
  private static String text(double figure) {
    if (Double.isNaN(figure) || Double.isInfinite(figure)) {
      return "–";
    }
    if (figure == 0) {
      return "0";
    }
    var format = figure >= 100 ? "%.0f" : figure >= 10 ? "%.1f" : figure >= 0.1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, figure);
  }
}
