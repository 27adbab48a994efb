package dev.reeve.os;

import java.util.Arrays;

/// One look at the processes of the machine, in columns: filled once a second for hundreds of
/// processes, so no object a process. Owned by the loop's thread; the limit is the kernel's.
public final class ProcessTable {
  private int count;
  private int[] pids = new int[256];
  private int[] parents = new int[256];
  private int[] sessions = new int[256];
  private long[] startTicks = new long[256];
  private long[] rssBytes = new long[256];
  private long[] cpuTicks = new long[256];

  /// The facts of one process, as /proc/PID/stat tells them.
  public record Row(
      int pid, int parent, int session, long startTicks, long rssBytes, long cpuTicks) {}

  public void clear() {
    count = 0;
  }

  /// Adds a process; the order is the reader's.
  public void add(Row row) {
    if (count == pids.length) {
      grow();
    }
    pids[count] = row.pid();
    parents[count] = row.parent();
    sessions[count] = row.session();
    startTicks[count] = row.startTicks();
    rssBytes[count] = row.rssBytes();
    cpuTicks[count] = row.cpuTicks();
    count++;
  }

  private void grow() {
    int size = count * 2;
    pids = Arrays.copyOf(pids, size);
    parents = Arrays.copyOf(parents, size);
    sessions = Arrays.copyOf(sessions, size);
    startTicks = Arrays.copyOf(startTicks, size);
    rssBytes = Arrays.copyOf(rssBytes, size);
    cpuTicks = Arrays.copyOf(cpuTicks, size);
  }

  public Row row(int row) {
    return new Row(
        pids[row], parents[row], sessions[row], startTicks[row], rssBytes[row], cpuTicks[row]);
  }

  public int count() {
    return count;
  }

  public int pid(int row) {
    return pids[row];
  }

  public int parent(int row) {
    return parents[row];
  }

  public int session(int row) {
    return sessions[row];
  }

  /// In clock ticks since boot: with the pid, it names a process once and for all.
  public long startTicks(int row) {
    return startTicks[row];
  }

  public long rssBytes(int row) {
    return rssBytes[row];
  }

  /// User and system time together, in clock ticks (100 a second).
  public long cpuTicks(int row) {
    return cpuTicks[row];
  }
}
