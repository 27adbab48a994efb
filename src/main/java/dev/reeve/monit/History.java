package dev.reeve.monit;

import java.util.ArrayList;
import java.util.List;

/// What an instance used, a sample for each look at the list, the newest last.
record History(List<Sample> samples) {
  /// As many as the widest graph has columns, about.
  static final int MAX_SAMPLES = 120;

  static final History NONE = new History(List.of());

  /// `cpuTenths` are tenths of a percent of one core.
  record Sample(long cpuTenths, long rssBytes) {}

  History {
    samples = List.copyOf(samples);
  }

  History with(Sample sample) {
    var all = new ArrayList<>(samples);
    all.add(sample);
    return new History(all.subList(Math.max(0, all.size() - MAX_SAMPLES), all.size()));
  }
}
