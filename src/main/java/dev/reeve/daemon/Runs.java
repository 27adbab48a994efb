package dev.reeve.daemon;

import dev.reeve.daemon.Supervised.LiveRun;
import dev.reeve.daemon.Supervised.Main;
import dev.reeve.daemon.Supervised.Output;
import dev.reeve.lifecycle.Input;
import dev.reeve.loop.Loop;
import dev.reeve.loop.Rank;
import dev.reeve.model.Exit;
import dev.reeve.model.Signal;
import dev.reeve.model.StdStream;
import dev.reeve.model.Telemetry;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import dev.reeve.os.Readiness;
import dev.reeve.os.Spawn;
import java.nio.file.Path;
import java.time.Duration;
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
  private static final long REAPING_STEP_NS = Duration.ofMillis(20).toNanos();
  private static final long LONGEST_REAPING_NS = Duration.ofMillis(500).toNanos();

  private final Loop loop;
  private final Kernel kernel;
  private final Launches launches;
  private final Trees trees;
  private final Outputs outputs;
  private final Channels channels;
  private final Readying readying;
  private final Sockets sockets;
  private final Notebook notebook;
  private final Errands errands;
  private final BiConsumer<Supervised, Input> inputs;
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
    this.outputs = parts.outputs;
    this.channels = parts.channels;
    this.readying = parts.readying;
    this.sockets = parts.sockets;
    this.notebook = parts.notebook;
    this.errands = parts.errands;
    this.inputs = inputs;
    // Of this boot there is no other: what lives through a daemon does not live through a boot.
    this.era = Long.toString(kernel.nowNs(), 36) + Integer.toString(kernel.ownPid(), 36);
  }

  record Parts(
      Launches launches,
      Trees trees,
      Outputs outputs,
      Channels channels,
      Readying readying,
      Sockets sockets,
      Notebook notebook,
      Errands errands) {}

  /// Spawns the next run; the answer says how that went.
  Input start(Supervised instance) {
    var mark = era + "-" + ++serial;
    instance.mark = mark;
    instance.version = version(instance, Long.MAX_VALUE);
    instance.endReadying = readying.begin(instance);
    notebook.keepList();
    notebook.note(instance);
    return switch (sockets.open(instance)) {
      case Sockets.Opened.Refused(var reason, boolean passing) ->
          new Input.SpawnFailed(reason, passing);
      case Sockets.Opened.All(var fds) ->
          spawn(
              instance,
              launches.plan(instance, mark, fds, channels.clusters().keepsakes(instance)));
    };
  }

  /// What it is of, if that has not changed since a moment.
  @Nullable String version(Supervised instance, long sinceMs) {
    var command = instance.spec.command();
    var files = kernel.filesOf(Launches.credentials(command));
    return AppVersion.of(Path.of(command.script()), sinceMs, files);
  }

  private Input spawn(Supervised instance, Launches.Plan plan) {
    return switch (plan) {
      case Launches.Plan.Impossible(var reason) -> new Input.SpawnFailed(reason, false);
      case Launches.Plan.Ready(var launch) ->
          switch (kernel.spawn(launch)) {
            case Spawn.Failed(int errno) ->
                new Input.SpawnFailed(
                    launch.executable() + " cannot be run: " + Errno.sentence(errno),
                    Errno.passing(errno));
            case Spawn.Started started -> {
              instance.environment = launch.environment();
              yield started(instance, instance.mark, started);
            }
          };
    };
  }

  private Input started(Supervised instance, String mark, Spawn.Started started) {
    var row = kernel.row(started.pid());
    long startTicks = row == null ? 0 : row.startTicks();
    var output =
        new Output(
            outputs.open(instance, StdStream.OUT, started.outFd()),
            outputs.open(instance, StdStream.ERR, started.errFd()));
    var main = new Main(started.pid(), started.pidfd(), startTicks, true);
    instance.startedAtMs = kernel.wallMs();
    var link = channels.open(instance, started.channelFd());
    begin(new LiveRun(instance, mark, main, output, link));
    return new Input.Spawned(started.pid());
  }

  private void begin(LiveRun run) {
    run.owner().live = run;
    run.owner().telemetry = Telemetry.NONE;
    trees.add(run);
    watchMain(run);
  }

  private void watchMain(LiveRun run) {
    loop.watch(run.pidfd(), Readiness.READ, Rank.EXIT, (_, _, _) -> onMainReady(run));
  }

  /// Takes over a run of a dead daemon's, with or without its main process: whether anything of it
  /// is watched now.
  boolean takeOver(LiveRun run) {
    if (run.pidfd() >= 0) {
      begin(run);
      return true;
    }
    trees.add(run);
    watchStrays(run);
    boolean watched = hasOrphans(run);
    if (!watched) {
      over(run);
    }
    return watched;
  }

  /// What is left of a run that is not our child does not come to us when its parent dies: it is
  /// looked for.
  private void watchStrays(LiveRun run) {
    for (var member : trees.look(true)) {
      if (member.run().equals(run)
          && member.pid() != run.pid()
          && !orphans.containsKey(member.pid())) {
        adopt(member.pid(), run);
      }
    }
  }

  /// The main process may have ended: first its last words, then its exit.
  private void onMainReady(LiveRun run) {
    var exit = kernel.reap(run.pidfd());
    if (exit == null && !run.main().ours()) {
      waitForReaper(run);
    }
    if (exit != null) {
      onMainGone(run, exit);
    }
  }

  /// A process that is not our child has ended, and its parent has not asked how: only then is it
  /// told to others. It would show as ready in every turn until then.
  private void waitForReaper(LiveRun run) {
    loop.unwatch(run.pidfd());
    long untilNs = loop.nowNs() + LONGEST_REAPING_NS;
    loop.arm(
        new Runnable() {
          @Override
          public void run() {
            var exit = kernel.reap(run.pidfd());
            if (exit == null && loop.nowNs() < untilNs) {
              loop.arm(this, loop.nowNs() + REAPING_STEP_NS);
            } else {
              onMainGone(run, exit == null ? new Exit.Unknown() : exit);
            }
          }
        },
        loop.nowNs() + REAPING_STEP_NS);
  }

  private void onMainGone(LiveRun run, Exit exit) {
    outputs.drain(run.output().out());
    outputs.drain(run.output().error());
    channels.close(run.link());
    loop.unwatch(run.pidfd());
    kernel.close(run.pidfd());
    var instance = run.owner();
    instance.live = null;
    instance.exit = exit;
    adoptOrphans();
    if (!run.main().ours()) {
      watchStrays(run);
    }
    boolean alone = !hasOrphans(run);
    if (alone) {
      over(run);
    }
    inputs.accept(instance, new Input.Exited(exit, alone));
  }

  /// Nothing of the run is left.
  private void over(LiveRun run) {
    outputs.close(run.output().out());
    outputs.close(run.output().error());
    trees.remove(run);
  }

  /// Takes over what dying processes left to us. Called when one has died, and once a second.
  void adoptOrphans() {
    for (int pid : kernel.orphans()) {
      if (!orphans.containsKey(pid) && !isLiveMain(pid) && !errands.owns(pid)) {
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
    if (row == null) {
      return;
    }
    var run = trees.runOfOrphan(row);
    adopt(pid, run);
    if (run == null) {
      errands.onOrphan(row);
    }
  }

  private void adopt(int pid, @Nullable LiveRun run) {
    int pidfd = kernel.openPidfd(pid);
    if (pidfd < 0) {
      return;
    }
    if (kernel.reap(pidfd) != null) {
      kernel.close(pidfd);
      return;
    }
    var orphan = new Orphan(pid, pidfd, run);
    orphans.put(pid, orphan);
    loop.watch(pidfd, Readiness.READ, Rank.EXIT, (_, _, _) -> onOrphanReady(orphan));
  }

  /// One that is not our child shows as ready once it is dead, whether its parent has asked or not.
  private void onOrphanReady(Orphan orphan) {
    boolean ours = orphan.run == null || orphan.run.main().ours();
    if (kernel.reap(orphan.pidfd) == null && ours) {
      return;
    }
    loop.unwatch(orphan.pidfd);
    kernel.close(orphan.pidfd);
    orphans.remove(orphan.pid);
    adoptOrphans();
    var run = orphan.run;
    if (run != null && !run.main().ours()) {
      watchStrays(run);
    }
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
