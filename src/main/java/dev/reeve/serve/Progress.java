package dev.reeve.serve;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Who takes its answer, and who does not: a client that reads nothing is let go, and the sooner
/// the more of them there are. A download that goes on takes as long as it takes.
final class Progress {
  /// More than this many answers at once are a crowd.
  static final int CROWD = 300;

  private static final long LIMIT_NS = Duration.ofSeconds(20).toNanos();
  private static final long CROWDED_LIMIT_NS = Duration.ofSeconds(2).toNanos();
  private static final long BETWEEN_LOOKS_NS = Duration.ofMillis(500).toNanos();

  private final Map<Thread, Long> lastNs = new ConcurrentHashMap<>();
  private final AtomicBoolean looking = new AtomicBoolean();

  /// The calling thread has something to send, and has sent a piece of it.
  void made() {
    lastNs.put(Thread.currentThread(), System.nanoTime());
    if (looking.compareAndSet(false, true)) {
      Thread.ofVirtual().name("progress").start(this::look);
    }
  }

  void ended() {
    lastNs.remove(Thread.currentThread());
  }

  /// As long as there is anybody. A thread that is interrupted in a write loses its connection.
  private void look() {
    do {
      looking.set(true);
      lookWhileThereAreAny();
      looking.set(false);
      // One that came in between has found us looking still.
    } while (!lastNs.isEmpty());
  }

  private void lookWhileThereAreAny() {
    while (!lastNs.isEmpty()) {
      LockSupport.parkNanos(BETWEEN_LOOKS_NS);
      long limitNs = lastNs.size() > CROWD ? CROWDED_LIMIT_NS : LIMIT_NS;
      long nowNs = System.nanoTime();
      lastNs.entrySet().stream()
          .sorted(Comparator.comparingLong(Map.Entry::getValue))
          .takeWhile(each -> nowNs - each.getValue() > limitNs)
          .forEach(each -> each.getKey().interrupt());
    }
  }
}
