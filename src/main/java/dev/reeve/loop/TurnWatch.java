package dev.reeve.loop;

import dev.reeve.os.Readiness;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Who holds the loop: a turn that takes too long is told, with the name of what took the most of
/// it, and of the call in which it waited. A call that waits is interrupted, so that nobody can
/// make a turn wait for good.
final class TurnWatch {
  /// A turn may take this long.
  static final long LIMIT_NS = Duration.ofMillis(100).toNanos();

  /// What holds it again is not told again for this long.
  private static final long SILENCE_NS = Duration.ofSeconds(10).toNanos();

  private static final String OURS = "dev.reeve.";

  private final Readiness readiness;
  private final Map<String, Long> toldNs = new HashMap<>();
  private Consumer<String> listener = _ -> {};
  private long begunNs;
  private long longestNs;
  private Object longest = this;

  TurnWatch(Readiness readiness) {
    this.readiness = readiness;
  }

  /// Who is told a sentence.
  void tell(Consumer<String> other) {
    listener = other;
  }

  void begin(long nowNs) {
    begunNs = nowNs;
    longestNs = 0;
    readiness.limit(LIMIT_NS);
  }

  /// A part of the turn is over.
  void took(Object what, long ns) {
    if (ns > longestNs) {
      longestNs = ns;
      longest = what;
    }
  }

  void end(long nowNs) {
    readiness.limit(0);
    long ns = nowNs - begunNs;
    if (ns > LIMIT_NS) {
      onHeld(ns, nowNs);
    }
  }

  private void onHeld(long ns, long nowNs) {
    var call = readiness.interrupted();
    var name = nameOf(longest);
    var before = toldNs.get(name);
    if (before == null || nowNs - before > SILENCE_NS) {
      toldNs.put(name, nowNs);
      var where = call == null ? "" : "; it waited in " + call;
      listener.accept(
          "the loop was held for %d ms, %d of them by %s%s"
              .formatted(ns / 1_000_000, longestNs / 1_000_000, name, where));
    }
  }

  /// A handler has the name of the class that it was written in.
  private static String nameOf(Object what) {
    var name = what.getClass().getName();
    int lambda = name.indexOf("$$");
    var whole = lambda < 0 ? name : name.substring(0, lambda);
    return whole.startsWith(OURS) ? whole.substring(OURS.length()) : whole;
  }
}
