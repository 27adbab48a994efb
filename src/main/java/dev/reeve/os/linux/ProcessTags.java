package dev.reeve.os.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Limits of resources that children inherit (`man 2 getrlimit`), and what we use them for.
///
/// A tag is a number that a process keeps, whatever else it lays down: the soft limit on file
/// locks, which has had no effect since Linux 2.4. And we leave no core dump, which would hold the
/// environments of all apps; a child may, as it could have before.
final class ProcessTags {
  private static final int RLIMIT_CORE = 4;
  private static final int RLIMIT_LOCKS = 10;
  private static final MemorySegment PRLIMIT = Libc.bind("prlimit");

  private final Libc libc;
  private final Scratch scratch;
  private final long ownTag;
  private final long core;

  ProcessTags(Libc libc, Scratch scratch) {
    this.libc = libc;
    this.scratch = scratch;
    this.ownTag = soft(0, RLIMIT_LOCKS);
    this.core = soft(0, RLIMIT_CORE);
    lower(RLIMIT_CORE, 0);
  }

  Libc libc() {
    return libc;
  }

  Scratch scratch() {
    return scratch;
  }

  /// Before a child or another version of us: what it inherits. A tag of 0 is our own.
  void give(long tag) {
    lower(RLIMIT_LOCKS, tag == 0 ? ownTag : tag);
    lower(RLIMIT_CORE, core);
  }

  /// After it.
  void takeBack() {
    lower(RLIMIT_LOCKS, ownTag);
    lower(RLIMIT_CORE, 0);
  }

  /// The tag of a process, or `-errno`; no limit at all reads as -1.
  long of(int pid) {
    return soft(pid, RLIMIT_LOCKS);
  }

  /// Sets our soft limit; the hard one stays.
  private void lower(int limit, long soft) {
    var memory = scratch.memory();
    if (libc.callInt(PRLIMIT, 0, limit, 0, memory.address()) == 0
        && memory.get(ValueLayout.JAVA_LONG, 0) != soft) {
      memory.set(ValueLayout.JAVA_LONG, 0, soft);
      libc.callInt(PRLIMIT, 0, limit, memory.address(), 0);
    }
  }

  private long soft(int pid, int limit) {
    var memory = scratch.memory();
    int result = libc.callInt(PRLIMIT, pid, limit, 0, memory.address());
    return result < 0 ? result : memory.get(ValueLayout.JAVA_LONG, 0);
  }
}
