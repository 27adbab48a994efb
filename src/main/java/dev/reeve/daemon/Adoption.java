package dev.reeve.daemon;

import dev.reeve.daemon.Supervised.LiveRun;
import dev.reeve.daemon.Supervised.Main;
import dev.reeve.daemon.Supervised.Output;
import dev.reeve.lifecycle.Goal;
import dev.reeve.lifecycle.Input;
import dev.reeve.lifecycle.Instance;
import dev.reeve.lifecycle.State;
import dev.reeve.lifecycle.Tally;
import dev.reeve.model.Exit;
import dev.reeve.model.InstanceId;
import dev.reeve.model.JsonObject;
import dev.reeve.model.StdStream;
import dev.reeve.model.TreeKill;
import dev.reeve.os.Kernel;
import dev.reeve.os.ProcessTable;
import dev.reeve.store.RunBook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Takes up where a dead daemon has left: its list, its counts, and the runs that are still there,
/// by pid and start time or, when it died in the middle of a spawn, by the mark in the environment.
/// A run that ended meanwhile is followed by the next, as if its end had been seen.
final class Adoption {
  private final Supervisor supervisor;
  private final Kernel kernel;
  private final RunBook.Content book;
  private final Luggage luggage;
  private final FdStore store;
  private final ClusterRecovery clusters;
  private final Map<String, List<ProcessTable.Row>> byMark = new HashMap<>();
  private final List<Runnable> lost = new ArrayList<>();
  private int alive;

  /// What a daemon has left: its journal's note, what its clusters listened at (null if that is
  /// lost), and what it has handed over if it became us.
  record Legacy(RunBook.Content book, @Nullable JsonObject ports, Luggage luggage, FdStore store) {}

  Adoption(Supervisor supervisor, Legacy legacy) {
    this.supervisor = supervisor;
    this.kernel = supervisor.kernel();
    this.book = legacy.book;
    this.luggage = legacy.luggage;
    this.store = legacy.store;
    this.clusters = new ClusterRecovery(supervisor.channels().clusters(), kernel, legacy.ports);
  }

  /// How many runs were found alive. `whenTaken` runs when all of those are in our hands, and
  /// before anything new is started: from then on our own book holds, and a death of ours before it
  /// would leave the old one as it is.
  int run(List<Savings.Saved> list, Runnable whenTaken) {
    var saved = new LinkedHashMap<Integer, Savings.Saved>();
    // Of two of an instance, the one that was in the list comes first.
    list.forEach(each -> saved.putIfAbsent(each.id().number(), each));
    if (!saved.isEmpty()) {
      readMarks(tags(saved));
    }
    var pages = new PageRecovery(kernel, supervisor.home(), byMark).complete(book, saved);
    if (pages.isEmpty()) {
      store.discardRest(kernel::close, _ -> false);
      supervisor.outputs().discardHeld(_ -> false);
      whenTaken.run();
      return 0;
    }
    var revived = new LinkedHashMap<Supervised, RunBook.Page>();
    for (var page : inOrder(pages)) {
      var spec = saved.get(page.id());
      if (spec != null) {
        // A page may be torn, or be of another version: the others are taken up all the same.
        supervisor.loop().guarded(() -> revived.put(revive(page, spec), page));
      }
    }
    revived.keySet().forEach(instance -> supervisor.loop().guarded(() -> unpack(instance)));
    revived.forEach((instance, page) -> supervisor.loop().guarded(() -> takeUp(instance, page)));
    luggage.discardRest(kernel);
    store.discardRest(kernel::close, name -> isOfRun(name, revived.keySet()));
    supervisor.outputs().discardHeld(name -> isOfRun(name, revived.keySet()));
    for (var instance : clusters.settle()) {
      supervisor
          .log()
          .say(instance + " is restarted: its channel or its ports are not found again");
      restart(instance);
    }
    whenTaken.run();
    lost.forEach(supervisor.loop()::guarded);
    return alive;
  }

  /// Where a reload was under way there are two of an instance: the first stays, and that is the
  /// one that was wanted, or the younger one.
  private static List<RunBook.Page> inOrder(List<RunBook.Page> pages) {
    return pages.stream()
        .sorted(
            Comparator.comparingInt((RunBook.Page page) -> isGone(page) ? 1 : 0)
                .thenComparingLong(page -> -page.run().startedNs()))
        .toList();
  }

  /// Whether a pipe of that name will be heard of again.
  private static boolean isOfRun(String name, Collection<Supervised> instances) {
    return instances.stream()
        .anyMatch(each -> each.live != null && name.startsWith(each.live.mark() + "-"));
  }

  private static boolean isGone(RunBook.Page page) {
    return page.goal().equals(Goal.GONE.name());
  }

  /// The marks of runs of which nothing is left behind, by their tags.
  private Map<Long, String> tags(Map<Integer, Savings.Saved> saved) {
    var tags = new HashMap<Long, String>();
    for (var page : book.pages()) {
      var instance = saved.get(page.id());
      if (instance != null && instance.spec().stop().treeKill() == TreeKill.STRICT) {
        tags.put(Launches.tagOf(page.mark()), page.mark());
      }
    }
    return tags;
  }

  private void readMarks(Map<Long, String> tags) {
    var table = new ProcessTable();
    kernel.census(table, _ -> false);
    for (int row = 0; row < table.count(); row++) {
      // What has no memory is a thread of the kernel's or a zombie, and has no environment.
      String mark =
          table.rssBytes(row) == 0 ? null : kernel.environmentOf(table.pid(row), Launches.MARK);
      if (mark == null && !tags.isEmpty()) {
        mark = tags.get(kernel.tagOf(table.pid(row)));
      }
      if (mark != null) {
        byMark.computeIfAbsent(mark, _ -> new ArrayList<>()).add(table.row(row));
      }
    }
  }

  private Supervised revive(RunBook.Page page, Savings.Saved saved) {
    var id = new InstanceId(page.id());
    var other = supervisor.find(id);
    var instance =
        other.isPresent()
            ? supervisor.addLeaving(other.get())
            : supervisor.add(saved.spec(), saved.slot(), id, page.createdAtMs());
    var goal = other.isPresent() ? Goal.GONE : Goal.valueOf(page.goal());
    var counts = page.counts();
    var tally = new Tally(counts.restarts(), counts.unstable(), counts.backoffNs());
    instance.mark = page.mark();
    instance.unread = saved.unread();
    instance.why = page.reason();
    instance.startedAtMs = page.run().startedAtMs();
    supervisor.revive(instance, Instance.revived(goal, tally, resting(page)));
    return instance;
  }

  /// What was open for it, before its runs and those of its app are taken up.
  private void unpack(Supervised instance) {
    supervisor.sockets().unpack(instance, luggage);
    if (instance.spec.isCluster() && !luggage.isEmpty()) {
      var primary = supervisor.channels().clusters().primaryOf(instance);
      luggage.restorePorts(Clusters.keyOf(instance), primary);
    }
    instance.exit = luggage.lastExit(instance.mark);
  }

  /// What it is as long as no run is found. A deadline of the dead daemon's holds: the clock is the
  /// machine's.
  private static State resting(RunBook.Page page) {
    return switch (KeptNotebook.Kind.valueOf(page.kind())) {
      case ERRORED -> new State.Errored(page.reason());
      case WAITING ->
          page.deadlineNs() == State.NEVER
              ? new State.Held("waits for its turn")
              : new State.Waiting(page.deadlineNs());
      case IDLE, RUNNING, LEAVING -> new State.Stopped();
    };
  }

  /// One that is wanted and was never taken up is as good as one whose run has ended: a daemon was
  /// killed while it took over from another. So is one that is not wanted, when anything of its run
  /// is left that should have left with it.
  private void takeUp(Supervised instance, RunBook.Page page) {
    var kind = KeptNotebook.Kind.valueOf(page.kind());
    var left = byMark.getOrDefault(page.mark(), List.of());
    if (!hadRun(instance, kind, left)) {
      if (instance.part != Supervised.Part.LISTED) {
        supervisor.apply(instance, new Input.Delete());
      }
      return;
    }
    var main = main(page);
    if (main == null && left.isEmpty()) {
      readLastWords(instance, page);
      lost.add(() -> endedUnseen(instance, page, true));
      return;
    }
    alive++;
    var found = main == null ? Main.GONE : main;
    var output = output(instance, page, pids(found, left));
    var packed = luggage.channel(page.mark());
    var link = main == null ? null : link(instance, main, packed);
    if (luggage.isEmpty()) {
      supervisor.sockets().takeOver(instance, found.pidfd());
    }
    instance.version = supervisor.runs().version(instance, instance.startedAtMs);
    var run = new LiveRun(instance, page.mark(), found, output, link);
    boolean watched = supervisor.takeOver(run, left);
    if (main == null) {
      lost.add(() -> endedUnseen(instance, page, !watched));
      return;
    }
    supervisor.apply(instance, new Input.Adopted(main.pid(), startedNs(page)));
    if (kind == KeptNotebook.Kind.LEAVING) {
      restart(instance);
    } else if (instance.spec.isCluster() && packed == null) {
      clusters.look(instance, main.pidfd());
    }
  }

  private static boolean hadRun(
      Supervised instance, KeptNotebook.Kind kind, List<ProcessTable.Row> left) {
    return switch (kind) {
      case RUNNING, LEAVING -> true;
      case IDLE ->
          instance.core.goal() == Goal.UP || (instance.policy.leave().tree() && !left.isEmpty());
      case ERRORED, WAITING -> false;
    };
  }

  private Channels.@Nullable Link link(
      Supervised instance, Main main, @Nullable JsonObject packed) {
    return packed == null
        ? supervisor.channels().takeOver(instance, main.pid(), main.pidfd())
        : supervisor.channels().resume(instance, packed, luggage.worker(instance.mark));
  }

  private void restart(Supervised instance) {
    if (instance.core.goal() == Goal.UP) {
      lost.add(() -> supervisor.apply(instance, new Input.Restart()));
    }
  }

  /// It was killed before it could note when the run began.
  private long startedNs(RunBook.Page page) {
    long now = supervisor.loop().nowNs();
    return page.run().startedNs() == 0 ? now : Math.min(now, page.run().startedNs());
  }

  /// The main process if it is the one that was noted, or that was being spawned: the leader of its
  /// session with the run's mark. The pidfd is opened between two looks at the start time.
  private @Nullable Main main(RunBook.Page page) {
    int pid = page.run().pid();
    long startTicks = page.run().startTicks();
    if (pid == 0) {
      var first = firstOf(byMark.getOrDefault(page.mark(), List.of()));
      pid = first == null ? 0 : first.pid();
      startTicks = first == null ? 0 : first.startTicks();
    }
    if (pid == 0 || !isSame(pid, startTicks)) {
      return null;
    }
    int pidfd = kernel.openPidfd(pid);
    if (pidfd >= 0 && !isSame(pid, startTicks)) {
      kernel.close(pidfd);
      return null;
    }
    return pidfd < 0 ? null : new Main(pid, pidfd, startTicks, isOurs(pid));
  }

  /// The children of a daemon that has become us are ours.
  private boolean isOurs(int pid) {
    var row = kernel.row(pid);
    return row != null && row.parent() == kernel.ownPid();
  }

  /// The main process among those of a run: a leader of a session whose parent is not of the run.
  private static ProcessTable.@Nullable Row firstOf(List<ProcessTable.Row> rows) {
    return rows.stream()
        .filter(row -> row.session() == row.pid())
        .filter(row -> rows.stream().noneMatch(other -> other.pid() == row.parent()))
        .min(Comparator.comparingLong(ProcessTable.Row::startTicks))
        .orElse(null);
  }

  private boolean isSame(int pid, long startTicks) {
    var row = kernel.row(pid);
    return row != null && row.startTicks() == startTicks;
  }

  private static List<Integer> pids(Main main, List<ProcessTable.Row> left) {
    var pids = new ArrayList<Integer>();
    if (main.pid() > 0) {
      pids.add(main.pid());
    }
    left.forEach(row -> pids.add(row.pid()));
    return pids;
  }

  private Output output(Supervised instance, RunBook.Page page, List<Integer> pids) {
    return new Output(
        pipe(instance, StdStream.OUT, page.run().outPipe(), pids),
        pipe(instance, StdStream.ERR, page.run().errPipe(), pids));
  }

  /// The pipe is where some process of the run has it open. One that was being spawned has it as
  /// its standard output or error, whatever its number.
  private Outputs.Pipe pipe(Supervised instance, StdStream stream, long inode, List<Integer> pids) {
    int descriptor = stream == StdStream.OUT ? 1 : 2;
    int fd = luggage.output(instance.mark, stream);
    for (int pid : pids) {
      fd = fd >= 0 ? fd : kernel.openPipeOf(pid, descriptor, inode);
    }
    fd = fd >= 0 ? fd : store.take(FdStore.nameOf(instance.mark, stream));
    var entry = KeptNotebook.entry(book.note(), instance.mark, stream);
    return supervisor.outputs().takeOver(instance, stream, new Outputs.Found(fd, inode, entry));
  }

  /// It has ended while nobody was there to read what it wrote.
  private void readLastWords(Supervised instance, RunBook.Page page) {
    for (var stream : StdStream.values()) {
      int fd = store.take(FdStore.nameOf(page.mark(), stream));
      if (fd >= 0) {
        boolean out = stream == StdStream.OUT;
        long inode = out ? page.run().outPipe() : page.run().errPipe();
        var entry = KeptNotebook.entry(book.note(), page.mark(), stream);
        var pipe =
            supervisor.outputs().takeOver(instance, stream, new Outputs.Found(fd, inode, entry));
        supervisor.outputs().drain(pipe);
        supervisor.outputs().close(pipe);
      }
    }
  }

  private void endedUnseen(Supervised instance, RunBook.Page page, boolean alone) {
    int pid = Math.max(0, page.run().pid());
    instance.exit = new Exit.Unknown();
    supervisor.apply(instance, new Input.Adopted(pid, startedNs(page)));
    supervisor.apply(instance, new Input.Exited(new Exit.Unknown(), alone));
  }
}
