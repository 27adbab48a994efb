package dev.reeve.daemon;

import dev.reeve.daemon.Supervised.LiveRun;
import dev.reeve.daemon.Supervised.Output;
import dev.reeve.lifecycle.Input;
import dev.reeve.logs.LineStyle;
import dev.reeve.logs.StreamLog;
import dev.reeve.loop.Loop;
import dev.reeve.loop.Rank;
import dev.reeve.model.Signal;
import dev.reeve.model.StdStream;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import dev.reeve.os.Readiness;
import dev.reeve.os.Spawn;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The processes of all runs: spawned here, signalled here, reaped here.
///
/// A run is over when its main process is reaped *and* no other process of it is left. The daemon
/// is a subreaper, so whatever a dying process leaves behind becomes our child: each such orphan is
/// watched by a pidfd of its own until it is gone, and its output is read until then.
final class Runs {
  private static final int MAX_READS_A_TURN = 16;

  /// More than a pipe holds: what was written before an exit is read before it is acted on.
  private static final int MAX_LAST_BYTES = 4 << 20;

  private final Loop loop;
  private final Kernel kernel;
  private final Launches launches;
  private final Trees trees;
  private final Followers followers;
  private final BiConsumer<Supervised, Input> inputs;
  private final StreamLog.Page page = new StreamLog.Page();
  private final byte[] chunk = new byte[64 << 10];
  private final Map<Integer, Orphan> orphans = new HashMap<>();
  private final String era;
  private long serial;
  private long lookedAtNs = Long.MIN_VALUE;
  private List<Trees.Member> lastLook = List.of();

  /// A process of ours whose parent died. `run` is null when it is of no run that we know.
  private record Orphan(int pid, int pidfd, @Nullable LiveRun run) {}

  /// `inputs` is the supervisor's door.
  Runs(Loop loop, Kernel kernel, Parts parts, BiConsumer<Supervised, Input> inputs) {
    this.loop = loop;
    this.kernel = kernel;
    this.launches = parts.launches;
    this.trees = parts.trees;
    this.followers = parts.followers;
    this.inputs = inputs;
    this.era = Long.toString(kernel.wallMs(), 36);
  }

  record Parts(Launches launches, Trees trees, Followers followers) {}

  /// Spawns the next run; the answer says how that went.
  Input start(Supervised instance) {
    var mark = era + "-" + ++serial;
    return switch (launches.plan(instance, mark)) {
      case Launches.Plan.Impossible(var reason) -> new Input.SpawnFailed(reason, false);
      case Launches.Plan.Ready(var launch) ->
          switch (kernel.spawn(launch)) {
            case Spawn.Failed(int errno) ->
                new Input.SpawnFailed(
                    launch.executable() + " cannot be run: " + Errno.sentence(errno),
                    Errno.passing(errno));
            case Spawn.Started started -> {
              instance.environment = launch.environment();
              yield started(instance, mark, started);
            }
          };
    };
  }

  private Input started(Supervised instance, String mark, Spawn.Started started) {
    var row = kernel.row(started.pid());
    long startTicks = row == null ? 0 : row.startTicks();
    var output =
        new Output(
            started.outFd(),
            started.errFd(),
            streamLog(instance, StdStream.OUT),
            streamLog(instance, StdStream.ERR));
    var run = new LiveRun(instance, mark, started.pid(), started.pidfd(), startTicks, output);
    instance.live = run;
    instance.startedAtMs = kernel.wallMs();
    trees.add(run);
    loop.watch(run.pidfd(), Readiness.READ, Rank.EXIT, (_, _, _) -> onMainReady(run));
    pump(output.outFd(), output.out());
    pump(output.errFd(), output.error());
    return new Input.Spawned(started.pid());
  }

  private StreamLog streamLog(Supervised instance, StdStream stream) {
    var source = new LineStyle.Source(instance.id.number(), instance.spec.name(), stream);
    var own = stream == StdStream.OUT ? instance.logs.out() : instance.logs.error();
    var outlet =
        new StreamLog.Outlet(
            page,
            () -> followers.want(instance, stream),
            (text, wallMs) -> followers.line(instance, stream, text, wallMs));
    var files = Arrays.asList(own, instance.logs.combined());
    return new StreamLog(source, instance.spec.logs(), files, outlet);
  }

  private void pump(int fd, StreamLog log) {
    loop.watch(
        fd,
        Readiness.READ,
        Rank.OUTPUT,
        (_, _, _) -> read(fd, log, (long) MAX_READS_A_TURN * chunk.length));
  }

  private void read(int fd, StreamLog log, long limitBytes) {
    long wallMs = kernel.wallMs();
    int got = chunk.length;
    for (long sum = 0; got > 0 && sum < limitBytes; sum += got) {
      got = kernel.read(fd, chunk, 0, chunk.length);
      if (got > 0) {
        log.accept(chunk, got, wallMs);
      }
    }
    if (got == 0) {
      // Every writer is gone, though the run may live on: nothing comes, and the end would be told
      // again in each turn. The descriptor is closed with the run.
      loop.unwatch(fd);
    }
  }

  /// The main process may have ended: first its last words, then its exit.
  private void onMainReady(LiveRun run) {
    var exit = kernel.reap(run.pidfd());
    if (exit == null) {
      return;
    }
    var output = run.output();
    loop.guarded(() -> read(output.outFd(), output.out(), MAX_LAST_BYTES));
    loop.guarded(() -> read(output.errFd(), output.error(), MAX_LAST_BYTES));
    loop.unwatch(run.pidfd());
    kernel.close(run.pidfd());
    var instance = run.owner();
    instance.live = null;
    instance.lastExit = exit.sentence();
    adoptOrphans();
    boolean alone = !hasOrphans(run);
    if (alone) {
      over(run);
    }
    inputs.accept(instance, new Input.Exited(exit, alone));
  }

  /// Nothing of the run is left.
  private void over(LiveRun run) {
    long wallMs = kernel.wallMs();
    run.output().out().finish(wallMs);
    run.output().error().finish(wallMs);
    for (int fd : List.of(run.output().outFd(), run.output().errFd())) {
      loop.unwatch(fd);
      kernel.close(fd);
    }
    trees.remove(run);
  }

  /// Takes over what dying processes left to us. Called when one has died, and once a second.
  void adoptOrphans() {
    for (int pid : kernel.orphans()) {
      if (!orphans.containsKey(pid) && !isLiveMain(pid)) {
        adopt(pid);
      }
    }
  }

  private boolean isLiveMain(int pid) {
    var run = trees.runOfMain(pid);
    return run != null && run.equals(run.owner().live);
  }

  private void adopt(int pid) {
    var row = kernel.row(pid);
    int pidfd = kernel.openPidfd(pid);
    if (row == null || pidfd < 0) {
      return;
    }
    var run = trees.runOfOrphan(row);
    if (kernel.reap(pidfd) != null) {
      kernel.close(pidfd);
      return;
    }
    var orphan = new Orphan(pid, pidfd, run);
    orphans.put(pid, orphan);
    loop.watch(pidfd, Readiness.READ, Rank.EXIT, (_, _, _) -> onOrphanReady(orphan));
  }

  private void onOrphanReady(Orphan orphan) {
    if (kernel.reap(orphan.pidfd) == null) {
      return;
    }
    loop.unwatch(orphan.pidfd);
    kernel.close(orphan.pidfd);
    orphans.remove(orphan.pid);
    adoptOrphans();
    var run = orphan.run;
    if (run != null && !run.equals(run.owner().live) && !hasOrphans(run)) {
      over(run);
      inputs.accept(run.owner(), new Input.Cleared());
    }
  }

  private boolean hasOrphans(LiveRun run) {
    return orphans.values().stream().anyMatch(orphan -> run.equals(orphan.run));
  }

  /// How many orphans are watched.
  int orphans() {
    return orphans.size();
  }

  /// Signals what there is of the instance's runs: the main process first, then the rest of the
  /// tree unless the app wants that left alone.
  void signalAll(Supervised instance, Signal signal) {
    var live = instance.live;
    if (live != null) {
      kernel.signal(live.pidfd(), signal.number());
    }
    if (!instance.policy.leave().tree()) {
      return;
    }
    for (var member : lookOnceATurn()) {
      boolean main = live != null && member.pid() == live.pid();
      if (member.run().owner() == instance && !main) {
        signal(member, signal);
      }
    }
  }

  /// A command for hundreds of instances looks once, not hundreds of times.
  private List<Trees.Member> lookOnceATurn() {
    if (lookedAtNs != loop.nowNs()) {
      lookedAtNs = loop.nowNs();
      lastLook = trees.look(true);
    }
    return lastLook;
  }

  /// A pidfd that was opened before the start time was compared is of that process for good.
  private void signal(Trees.Member member, Signal signal) {
    int pidfd = kernel.openPidfd(member.pid());
    if (pidfd < 0) {
      return;
    }
    var row = kernel.row(member.pid());
    if (row != null && row.startTicks() == member.startTicks()) {
      kernel.signal(pidfd, signal.number());
    }
    kernel.close(pidfd);
  }

  /// Signals the main process only: 0 or `-errno`.
  int signalMain(Supervised instance, Signal signal) {
    var live = instance.live;
    return live == null ? -Errno.ESRCH : kernel.signal(live.pidfd(), signal.number());
  }

  /// The processes of each instance, as they are now.
  Map<Supervised, List<Trees.Member>> look(boolean thorough) {
    var all = new LinkedHashMap<Supervised, List<Trees.Member>>();
    for (var member : trees.look(thorough)) {
      all.computeIfAbsent(member.run().owner(), _ -> new java.util.ArrayList<>()).add(member);
    }
    return all;
  }
}
