package dev.reeve.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// What `/proc` says of a process, and waiting for it. All of it as `man 5 proc` has it.
final class Proc {
  private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);
  private static final long POLL_NS = TimeUnit.MICROSECONDS.toNanos(200);

  /// The kernel's USER_HZ, 100 on every Linux of ours.
  private static final double TICKS_PER_SECOND = 100;

  private Proc() {}

  /// The pid that a file holds, if that process lives; else 0.
  static long pidIn(Path file) {
    try {
      var pid = Long.parseLong(Files.readString(file).strip());
      return ProcessHandle.of(pid).isPresent() ? pid : 0;
    } catch (IOException | NumberFormatException _) {
      return 0;
    }
  }

  static double rssMb(long pid) {
    return statusKb(pid, "VmRSS") / 1024;
  }

  static double anonymousMb(long pid) {
    return statusKb(pid, "RssAnon") / 1024;
  }

  static double peakRssMb(long pid) {
    return statusKb(pid, "VmHWM") / 1024;
  }

  /// From now on `VmHWM` counts anew.
  static void forgetPeak(long pid) {
    try {
      Files.writeString(of(pid, "clear_refs"), "5");
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Proportional memory of a process and all below it.
  static double treePssMb(long pid) {
    var below = ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants);
    return Stream.concat(Stream.of(pid), below.map(ProcessHandle::pid))
        .mapToDouble(each -> number(read(of(each, "smaps_rollup")), "Pss") / 1024)
        .sum();
  }

  static double cpuSeconds(long pid) {
    var stat = read(of(pid, "stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /// How often any of its threads went to sleep so far, and so woke up.
  static double wakeUps(long pid) {
    try (var threads = Files.list(of(pid, "task"))) {
      return threads
          .mapToDouble(each -> number(read(each.resolve("status")), "voluntary_ctxt_switches"))
          .sum();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static double statusKb(long pid, String key) {
    return number(read(of(pid, "status")), key);
  }

  private static Path of(long pid, String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private static double number(String text, String key) {
    var start = key + ":";
    return text.lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(start.length()).replace("kB", "")))
        .sum();
  }

  static void await(BooleanSupplier done, String what) {
    var deadline = System.nanoTime() + DEADLINE_NS;
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new Command.Failed("waited in vain for " + what);
      }
      LockSupport.parkNanos(POLL_NS);
    }
  }

  static void pause(double seconds) {
    var until = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  /// Ends a daemon politely, and then by force what is left of it and of its children. Politely
  /// even without a pid: one that failed to start in time may be there by now.
  static void endAfter(long daemonPid, Runnable politely) {
    List<ProcessHandle> all =
        ProcessHandle.of(daemonPid).stream()
            .flatMap(daemon -> Stream.concat(Stream.of(daemon), daemon.descendants()))
            .toList();
    try {
      politely.run();
    } catch (Command.Failed failed) {
      System.err.println(failed.getMessage());
    }
    all.forEach(ProcessHandle::destroyForcibly);
    await(() -> all.stream().noneMatch(ProcessHandle::isAlive), "the end of " + daemonPid);
  }
}
