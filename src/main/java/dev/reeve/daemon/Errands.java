package dev.reeve.daemon;

import dev.reeve.loop.Loop;
import dev.reeve.loop.Rank;
import dev.reeve.model.Exit;
import dev.reeve.os.Credentials;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import dev.reeve.os.Launch;
import dev.reeve.os.ProcessTable;
import dev.reeve.os.Readiness;
import dev.reeve.os.Spawn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Short programs that run for an app beside its runs: what asks whether it is well, and its hooks.
/// Each has a time limit, at which all of its processes are killed; what one leaves behind when it
/// ends is killed, too. The end of what it has written is kept.
final class Errands {
  /// In the environment of each process of an errand: by this what has escaped it is known.
  static final String MARK = "REEVE_ERRAND";

  private static final int KEPT_BYTES = 4096;
  private static final int SIGKILL = 9;

  private final Loop loop;
  private final Kernel kernel;
  private final byte[] buffer = new byte[KEPT_BYTES];
  private final Map<Integer, Errand> byPid = new HashMap<>();
  private final String era;
  private Runnable ended = () -> {};
  private long serial;

  /// What to run; `limitNs` is how long it may take.
  record Order(
      List<String> command,
      Map<String, String> environment,
      String cwd,
      long limitNs,
      @Nullable Credentials as) {
    Order(List<String> command, Map<String, String> environment, String cwd, long limitNs) {
      this(command, environment, cwd, limitNs, null);
    }
  }

  /// How it went: `fault` in a few words, null when it ended with exit code 0; `lines` is the end
  /// of what it has written.
  record Report(@Nullable String fault, List<String> lines) {}

  private static final class Errand {
    final Order order;
    final String mark;
    final Consumer<Report> whenDone;
    final StringBuilder written = new StringBuilder();
    Spawn.@Nullable Started process;
    Runnable timer = () -> {};
    boolean reported;
    boolean hasOrphans;

    Errand(Order order, String mark, Consumer<Report> whenDone) {
      this.order = order;
      this.mark = mark;
      this.whenDone = whenDone;
    }
  }

  Errands(Loop loop, Kernel kernel) {
    this.loop = loop;
    this.kernel = kernel;
    this.era = Long.toString(kernel.nowNs(), 36) + Integer.toString(kernel.ownPid(), 36);
  }

  /// Whether a child of ours is reaped here.
  boolean owns(int pid) {
    return byPid.containsKey(pid);
  }

  /// What looks for orphans, when one has ended.
  void whenEnded(Runnable task) {
    ended = task;
  }

  /// An orphan of no run: what an errand has left behind goes, as long as it runs it may stay.
  void onOrphan(ProcessTable.Row row) {
    var mark = kernel.environmentOf(row.pid(), MARK);
    if (mark == null || !mark.startsWith(era)) {
      return;
    }
    for (var errand : byPid.values()) {
      if (errand.mark.equals(mark)) {
        errand.hasOrphans = true;
        return;
      }
    }
    kill(row);
  }

  int running() {
    return byPid.size();
  }

  /// Begins one; `whenDone` is told in a later turn. What is returned ends it without a word.
  Runnable begin(Order order, Consumer<Report> whenDone) {
    var errand = new Errand(order, era + "-" + ++serial, whenDone);
    switch (spawn(errand)) {
      case Spawn.Failed(int errno) ->
          loop.post(() -> report(errand, "cannot be run: " + Errno.sentence(errno)));
      case Spawn.Started started -> watch(errand, started);
    }
    return () -> {
      errand.reported = true;
      killAll(errand);
    };
  }

  private Spawn spawn(Errand errand) {
    var order = errand.order;
    var environment = new LinkedHashMap<>(order.environment);
    environment.put(MARK, errand.mark);
    var path = order.environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    var program =
        new dev.reeve.model.SearchPath(order.cwd, path)
            .candidates(order.command.getFirst()).stream()
                .filter(each -> Files.isExecutable(each) && !Files.isDirectory(each))
                .findFirst();
    if (program.isEmpty() || !Files.isDirectory(Path.of(order.cwd))) {
      return new Spawn.Failed(Errno.ENOENT);
    }
    return kernel.spawn(
        new Launch(program.get().toString(), order.command, environment, order.cwd, false)
            .as(order.as));
  }

  private void watch(Errand errand, Spawn.Started started) {
    errand.process = started;
    byPid.put(started.pid(), errand);
    loop.watch(started.outFd(), Readiness.READ, Rank.OUTPUT, (fd, _, _) -> read(errand, fd));
    loop.watch(started.errFd(), Readiness.READ, Rank.OUTPUT, (fd, _, _) -> read(errand, fd));
    loop.watch(started.pidfd(), Readiness.READ, Rank.EXIT, (_, _, _) -> onEnd(errand, started));
    errand.timer = () -> onLate(errand);
    loop.arm(errand.timer, loop.nowNs() + errand.order.limitNs);
  }

  /// Takes what is there, one piece a turn, and keeps the end.
  private int read(Errand errand, int fd) {
    int length = kernel.read(fd, buffer, 0, buffer.length);
    if (length > 0) {
      errand.written.append(new String(buffer, 0, length, StandardCharsets.UTF_8));
      errand.written.delete(0, Math.max(0, errand.written.length() - KEPT_BYTES));
    }
    return length;
  }

  private void onEnd(Errand errand, Spawn.Started started) {
    var exit = kernel.reap(started.pidfd());
    if (exit == null) {
      return;
    }
    loop.arm(errand.timer, dev.reeve.loop.Deadlines.NEVER);
    for (int fd : new int[] {started.outFd(), started.errFd(), started.pidfd()}) {
      int pieces = 0;
      while (fd != started.pidfd() && pieces++ < KEPT_BYTES && read(errand, fd) > 0) {
        // What was written last is what is kept.
      }
      loop.unwatch(fd);
      kernel.close(fd);
    }
    byPid.remove(started.pid());
    errand.process = null;
    if (errand.reported || errand.hasOrphans) {
      killAll(errand);
    }
    ended.run();
    report(errand, exit.equals(new Exit.Code(0)) ? null : exit.sentence());
  }

  private void onLate(Errand errand) {
    killAll(errand);
    report(errand, "took longer than " + errand.order.limitNs / 1_000_000 + " ms");
  }

  private static void report(Errand errand, @Nullable String fault) {
    if (!errand.reported) {
      errand.reported = true;
      var lines = errand.written.toString().lines().filter(line -> !line.isBlank()).toList();
      errand.whenDone.accept(new Report(fault, lines));
    }
  }

  /// All processes of an errand: those below its first one, those of its session, and among our own
  /// children those with its mark.
  private void killAll(Errand errand) {
    var table = new ProcessTable();
    kernel.census(table, _ -> false);
    var below = new HashMap<Integer, List<Integer>>();
    var open = new ArrayDeque<Integer>();
    if (errand.process != null) {
      open.add(errand.process.pid());
    }
    for (int row = 0; row < table.count(); row++) {
      below.computeIfAbsent(table.parent(row), _ -> new ArrayList<>()).add(table.pid(row));
      below.computeIfAbsent(table.session(row), _ -> new ArrayList<>()).add(table.pid(row));
      if (isMarked(errand, table, row)) {
        open.add(table.pid(row));
      }
    }
    var doomed = new HashSet<Integer>();
    for (var pid = open.poll(); pid != null; pid = open.poll()) {
      if (doomed.add(pid)) {
        open.addAll(below.getOrDefault(pid, List.of()));
      }
    }
    for (int row = 0; row < table.count(); row++) {
      if (doomed.contains(table.pid(row))) {
        kill(table.row(row));
      }
    }
  }

  private boolean isMarked(Errand errand, ProcessTable table, int row) {
    return table.parent(row) == kernel.ownPid()
        && errand.mark.equals(kernel.environmentOf(table.pid(row), MARK));
  }

  /// A pidfd that was opened before the start time was compared is of that process for good.
  private void kill(ProcessTable.Row doomed) {
    int pidfd = kernel.openPidfd(doomed.pid());
    if (pidfd < 0) {
      return;
    }
    var row = kernel.row(doomed.pid());
    if (row != null && row.startTicks() == doomed.startTicks()) {
      kernel.signal(pidfd, SIGKILL);
    }
    kernel.close(pidfd);
  }

  /// The daemon ends: nobody is told of anything any more.
  void end() {
    for (var errand : List.copyOf(byPid.values())) {
      errand.reported = true;
      killAll(errand);
    }
  }
}
