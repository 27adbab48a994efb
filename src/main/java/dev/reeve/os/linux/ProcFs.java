package dev.reeve.os.linux;

import dev.reeve.os.ProcessTable;
import dev.reeve.os.Processes;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What /proc tells (`man 5 proc`). Read without an object a process: the census runs every second.
final class ProcFs {
  private static final MemorySegment GETDENTS64 = Libc.bind("getdents64");
  private static final MemorySegment LSEEK = Libc.bind("lseek");
  private static final MemorySegment GETPID = Libc.bind("getpid");
  private static final MemorySegment SYSCONF = Libc.bind("sysconf");
  private static final int SC_PAGESIZE = 30;
  private static final int ENVIRON_TRIES = 50;

  /// Fields of /proc/PID/stat, counted from the state as 0 (the third in the manual).
  private static final int PARENT = 1;

  private static final int SESSION = 3;
  private static final int USER_TICKS = 11;
  private static final int SYSTEM_TICKS = 12;
  private static final int START_TICKS = 19;
  private static final int RSS_PAGES = 21;
  private static final int FIELDS = 22;

  private final Libc libc;
  private final LinuxDescriptors descriptors;
  private final int procFd;
  private final long pageBytes;
  private final byte[] folder = new byte[32 << 10];
  private static final int USUAL_FIRST_FREE_PORT = 1024;

  private final byte[] stat = new byte[2048];
  private final long[] fields = new long[FIELDS];
  private final String firstThreadsChildren;
  private byte[] text = new byte[64 << 10];

  ProcFs(Libc libc, LinuxDescriptors descriptors) {
    this.libc = libc;
    this.descriptors = descriptors;
    int pid = libc.callInt(GETPID);
    this.firstThreadsChildren = "/proc/self/task/" + pid + "/children";
    this.pageBytes = libc.call(SYSCONF, SC_PAGESIZE);
    this.procFd = descriptors.open("/proc", LinuxDescriptors.O_RDONLY | LinuxDescriptors.O_CLOEXEC);
  }

  void census(ProcessTable table, Processes.PidFilter skip) {
    table.clear();
    libc.call(LSEEK, procFd, 0, 0);
    for (int size = entries(procFd); size > 0; size = entries(procFd)) {
      for (int at = 0; at < size; at += recordLength(at)) {
        int pid = number(folder, at + Layouts.DIRENT64_NAME);
        if (pid > 0 && !skip.test(pid)) {
          var row = row(pid);
          if (row != null) {
            table.add(row);
          }
        }
      }
    }
  }

  private int entries(int fd) {
    return libc.callBytes(GETDENTS64, fd, MemorySegment.ofArray(folder), 0);
  }

  private int recordLength(int at) {
    return (folder[at + Layouts.DIRENT64_RECLEN] & 0xff)
        | (folder[at + Layouts.DIRENT64_RECLEN + 1] & 0xff) << 8;
  }

  /// The decimal number that begins at an index, or -1.
  private static int number(byte[] bytes, int from) {
    int value = 0;
    int at = from;
    for (; at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9'; at++) {
      value = value * 10 + bytes[at] - '0';
    }
    return at == from ? -1 : value;
  }

  /// The name of a program may hold anything, a `)` too: fields are counted behind the last one.
  private boolean parseStat(int length) {
    int at = length - 1;
    while (at > 0 && stat[at] != ')') {
      at--;
    }
    at += 2;
    for (int field = 0; field < FIELDS; field++) {
      long value = 0;
      for (; at < length && stat[at] != ' '; at++) {
        value = value * 10 + stat[at] - '0';
      }
      fields[field] = value;
      at++;
    }
    return at <= length;
  }

  /// The kernel gives a stat in one piece.
  private int readOnce(String path) {
    int fd = descriptors.open(path, LinuxDescriptors.O_RDONLY | LinuxDescriptors.O_CLOEXEC);
    if (fd < 0) {
      return fd;
    }
    int length = descriptors.read(fd, stat, 0, stat.length);
    descriptors.close(fd);
    return length;
  }

  /// `ip_unprivileged_port_start` (`man 7 ip`), or what it was before there was such a setting.
  int firstFreePort() {
    int length = readOnce("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    int port = 0;
    for (int i = 0; i < length && stat[i] >= '0' && stat[i] <= '9'; i++) {
      port = port * 10 + stat[i] - '0';
    }
    return length > 0 ? port : USUAL_FIRST_FREE_PORT;
  }

  /// All of a small file, or its first `into.length` bytes; `-errno` when it cannot be had.
  private int read(String path, byte[] into) {
    int fd = descriptors.open(path, LinuxDescriptors.O_RDONLY | LinuxDescriptors.O_CLOEXEC);
    if (fd < 0) {
      return fd;
    }
    int length = 0;
    int got = 1;
    while (got > 0 && length < into.length) {
      got = descriptors.read(fd, into, length, into.length - length);
      length += Math.max(0, got);
    }
    descriptors.close(fd);
    return got < 0 ? got : length;
  }

  /// The kernel gives orphans to the first thread of the subreaper, while those that we spawned
  /// belong to the thread that did (`find_new_reaper` in Linux's kernel/exit.c; seen on 6.18).
  int[] orphans() {
    var pids = new int[64];
    int count = 0;
    int length = readWhole(firstThreadsChildren);
    for (int at = 0; at < length; at++) {
      int pid = number(text, at);
      if (pid > 0) {
        pids = count == pids.length ? Arrays.copyOf(pids, count * 2) : pids;
        pids[count++] = pid;
      }
      at = skipDigits(at, length);
    }
    return Arrays.copyOf(pids, count);
  }

  private int skipDigits(int from, int length) {
    int at = from;
    while (at < length && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at;
  }

  /// The facts of one process, or null when it is gone.
  ProcessTable.@Nullable Row row(int pid) {
    int length = readOnce("/proc/" + pid + "/stat");
    if (length <= 0 || !parseStat(length)) {
      return null;
    }
    return new ProcessTable.Row(
        pid,
        (int) fields[PARENT],
        (int) fields[SESSION],
        fields[START_TICKS],
        fields[RSS_PAGES] * pageBytes,
        fields[USER_TICKS] + fields[SYSTEM_TICKS]);
  }

  private int readWhole(String path) {
    int length = read(path, text);
    while (length == text.length) {
      text = new byte[text.length * 2];
      length = read(path, text);
    }
    return Math.max(0, length);
  }

  /// The value of a variable in the environment that a process was started with.
  @Nullable String environmentOf(int pid, String variable) {
    int length = environ(pid);
    var wanted = (variable + "=").getBytes(StandardCharsets.UTF_8);
    for (int start = 0; start < length; start = endOf(start, length) + 1) {
      int end = endOf(start, length);
      int valueAt = start + wanted.length;
      if (valueAt <= end && Arrays.equals(text, start, valueAt, wanted, 0, wanted.length)) {
        return new String(text, valueAt, end - valueAt, StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  /// A process that is just becoming another program has no environment for a moment; a dead one
  /// has none for good.
  private int environ(int pid) {
    var path = "/proc/" + pid + "/environ";
    int length = readWhole(path);
    for (int i = 0; length == 0 && i < ENVIRON_TRIES; i++) {
      Thread.onSpinWait();
      length = readWhole(path);
    }
    return length;
  }

  private int endOf(int start, int length) {
    int end = start;
    while (end < length && text[end] != 0) {
      end++;
    }
    return end;
  }
}
