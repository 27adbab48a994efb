package dev.reeve.loop;

import java.time.Duration;

/// Whether the JVM has room for something big: it ends when it has not, so whoever is about to make
/// much out of what a peer has sent asks before.
public final class Heap {
  /// What the rest of the daemon may need meanwhile.
  private static final long RESERVE_BYTES = 8 << 20;

  private static final long BETWEEN_LOOKS_NS = Duration.ofSeconds(1).toNanos();

  private long lookedNs = Long.MIN_VALUE;

  /// Looks closely, which takes some tens of milliseconds, once a second at most.
  public boolean hasRoom(long bytes, long nowNs) {
    if (roomBytes() >= bytes) {
      return true;
    }
    if (lookedNs != Long.MIN_VALUE && nowNs - lookedNs < BETWEEN_LOOKS_NS) {
      return false;
    }
    lookedNs = nowNs;
    System.gc();
    return roomBytes() >= bytes;
  }

  /// Gives back what is not in use, if that is much; `-XX:-ShrinkHeapInSteps` makes it one step.
  public static void giveBack(long usualBytes) {
    if (Runtime.getRuntime().totalMemory() > usualBytes) {
      System.gc();
    }
  }

  private static long roomBytes() {
    var jvm = Runtime.getRuntime();
    return jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory() - RESERVE_BYTES;
  }
}
