package dev.reeve.daemon;

import dev.reeve.loop.Heap;
import dev.reeve.loop.Loop;
import dev.reeve.os.linux.LinuxKernel;
import java.time.Duration;

/// Gives memory back to the machine now and then. The JVM's compiler frees much of what it took,
/// some seconds after it is done with it, and the C library keeps it: 6 MB after the start
/// (measured). Of 28 MB of files that the start has mapped, 10 are not touched again.
record MemoryTrim(Loop loop, LinuxKernel kernel) implements Runnable {
  private static final long CALM_NS = Duration.ofSeconds(6).toNanos();
  private static final long TRIM_NS = Duration.ofMinutes(1).toNanos();

  /// What the JVM has of memory in common use, for some hundred apps.
  private static final long USUAL_HEAP_BYTES = 32 << 20;

  void begin() {
    soon();
    loop.budget().whenRelieved(this::soon);
  }

  private void soon() {
    loop.arm(this, loop.nowNs() + CALM_NS);
  }

  @Override
  public void run() {
    Heap.giveBack(USUAL_HEAP_BYTES);
    kernel.trimMemory();
    loop.arm(this, loop.nowNs() + TRIM_NS);
  }
}
