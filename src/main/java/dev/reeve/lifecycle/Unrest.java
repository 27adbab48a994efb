package dev.reeve.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Changes that follow each other closely are one: it is acted on when they have ended, and at last
/// when they have gone on for long. `lastNs` is the time of the last; `files` are what changed, for
/// people, so that some are enough.
public record Unrest(long firstNs, long lastNs, List<String> files) {
  /// An editor's, a compiler's or `git checkout`'s writes come closer together.
  static final long QUIET_NS = Duration.ofMillis(100).toNanos();

  /// What never is quiet is acted on all the same.
  static final long LONGEST_NS = Duration.ofSeconds(3).toNanos();

  private static final int MOST_FILES = 100;

  public static Unrest begin(String file, long nowNs) {
    return new Unrest(nowNs, nowNs, List.of(file));
  }

  public Unrest and(String file, long nowNs) {
    if (files.size() >= MOST_FILES || files.contains(file)) {
      return new Unrest(firstNs, nowNs, files);
    }
    var more = new ArrayList<>(files);
    more.add(file);
    return new Unrest(firstNs, nowNs, List.copyOf(more));
  }

  /// When to act on it, if nothing else changes until then.
  public long dueNs(Duration delay) {
    long quietNs = Math.max(QUIET_NS, delay.toNanos());
    return Math.min(lastNs + quietNs, firstNs + quietNs + LONGEST_NS);
  }

  public String sentence() {
    int more = files.size() - 1;
    var others = more == 0 ? "" : ", and " + more + (more + 1 < MOST_FILES ? " more" : " or more");
    return files.getFirst() + " changed" + others;
  }
}
