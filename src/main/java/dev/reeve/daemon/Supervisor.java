package dev.reeve.daemon;

import dev.reeve.lifecycle.Effect;
import dev.reeve.lifecycle.Input;
import dev.reeve.lifecycle.Lifecycle;
import dev.reeve.lifecycle.Policy;
import dev.reeve.loop.Loop;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.InstanceId;
import dev.reeve.model.Signal;
import dev.reeve.os.Kernel;
import dev.reeve.os.ProcessTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// All instances, and the one door by which anything happens to them: [#apply] steps the rules,
/// replaces the instance, tells the log, runs the effects, and feeds their results back.
final class Supervisor {
  private static final int MAX_INPUTS_A_STEP = 100;

  private final TreeMap<InstanceId, Supervised> instances = new TreeMap<>();
  private int latest;

  /// Those that are not in the list: they have not proven themselves yet, or have been replaced.
  private final Set<Supervised> unlisted = new LinkedHashSet<>();

  private final Loop loop;
  private final Kernel kernel;
  private final Home home;
  private final DaemonLog log;
  private final LogCare logCare;
  private final PidFiles pidFiles;
  private final Notebook notebook;
  private final Outputs outputs;
  private final Channels channels;
  private final Sockets sockets;
  private final Trees trees;
  private final Launches launches;
  private final Runs runs;
  private final Attendants attendants;
  private final Followers followers = new Followers();
  private Changes changes = Changes.UNSEEN;

  /// Who sees what every step has made of an instance.
  interface Changes {
    Changes UNSEEN = (_, _, _) -> {};

    void onStep(Supervised instance, dev.reeve.lifecycle.Instance before, Input input);
  }

  /// What a supervisor stands on.
  record Ground(
      Loop loop, Kernel kernel, Home home, DaemonLog log, PidFiles pidFiles, Notebook notebook) {}

  Supervisor(Ground ground) {
    this.loop = ground.loop;
    this.kernel = ground.kernel;
    this.home = ground.home;
    this.log = ground.log;
    this.logCare = new LogCare(ground, this::everyone);
    this.pidFiles = ground.pidFiles;
    this.notebook = ground.notebook;
    this.outputs = new Outputs(loop, kernel, home, followers, notebook);
    this.channels = new Channels(loop, kernel, log, this::apply);
    channels.observe(new Telling());
    this.sockets = new Sockets(kernel, log);
    this.launches = new Launches(home, log::say, logCare.settings()::of);
    this.trees = new Trees(kernel);
    var readying =
        new Readying(loop, kernel, home, new Readying.Parts(followers, this::apply, log));
    var errands = new Errands(loop, kernel);
    var parts =
        new Runs.Parts(launches, trees, outputs, channels, readying, sockets, notebook, errands);
    this.runs = new Runs(loop, kernel, parts, this::apply);
    errands.whenEnded(runs::adoptOrphans);
    this.attendants =
        new Attendants(
            loop,
            kernel,
            new Attendants.Parts(
                home, errands, launches, log, new Needs(this::all), this::everyone, this::apply));
  }

  void watchChanges(Changes other) {
    changes = other;
  }

  Followers followers() {
    return followers;
  }

  Runs runs() {
    return runs;
  }

  Attendants attendants() {
    return attendants;
  }

  Loop loop() {
    return loop;
  }

  Kernel kernel() {
    return kernel;
  }

  Home home() {
    return home;
  }

  DaemonLog log() {
    return log;
  }

  /// Every instance, by number.
  Collection<Supervised> all() {
    return List.copyOf(instances.values());
  }

  /// The list, and who is not in it.
  Collection<Supervised> everyone() {
    var all = new ArrayList<>(instances.values());
    all.addAll(unlisted);
    return all;
  }

  Optional<Supervised> find(InstanceId id) {
    return Optional.ofNullable(instances.get(id));
  }

  boolean isListed(Supervised instance) {
    return instances.get(instance.id) == instance;
  }

  boolean holds(Supervised instance) {
    return isListed(instance) || unlisted.contains(instance);
  }

  /// Adds an instance that does not run yet, under a number that none had before it, so that a
  /// number in somebody's script never means another app. An empty list begins anew.
  Supervised add(AppSpec spec, int slot) {
    int number = instances.isEmpty() ? 0 : Math.max(latest, instances.lastKey().number()) + 1;
    latest = number;
    return add(spec, slot, new InstanceId(number));
  }

  /// Adds an instance under a number that is free.
  Supervised add(AppSpec spec, int slot, InstanceId id) {
    return add(spec, slot, id, kernel.wallMs());
  }

  /// The same for one that was made before, by another daemon.
  Supervised add(AppSpec spec, int slot, InstanceId id, long createdAtMs) {
    var instance = made(spec, slot, id, createdAtMs);
    instances.put(id, instance);
    notebook.listChanged();
    return instance;
  }

  private Supervised made(AppSpec spec, int slot, InstanceId id, long createdAtMs) {
    var instance = new Supervised(id, slot, spec, createdAtMs);
    instance.timer = () -> apply(instance, new Input.DeadlinePassed());
    openLogs(instance);
    return instance;
  }

  /// Adds one that would take the place of another when it has proven itself, and is not followed
  /// by another run.
  Supervised addStandIn(Supervised other, AppSpec spec) {
    var instance = made(spec, other.slot, other.id, other.createdAtMs);
    instance.part = Supervised.Part.STAND_IN;
    instance.policy = Policy.of(spec).forOneRun();
    unlisted.add(instance);
    return instance;
  }

  /// Adds one whose place another one has taken, before we were there.
  Supervised addLeaving(Supervised other) {
    var instance = made(other.spec, other.slot, other.id, other.createdAtMs);
    instance.part = Supervised.Part.LEAVING;
    unlisted.add(instance);
    return instance;
  }

  /// It has proven itself: it is in the list from now on, and the one before it leaves. Noted in
  /// this order: a daemon that dies in between leaves two to choose from, not none.
  void promote(Supervised standIn) {
    var before = instances.put(standIn.id, standIn);
    unlisted.remove(standIn);
    standIn.part = Supervised.Part.LISTED;
    standIn.policy = Policy.of(standIn.spec);
    notebook.listChanged();
    notebook.note(standIn);
    var run = standIn.core.state().run();
    if (run != null) {
      pidFiles.write(standIn, run.pid());
    }
    if (before != null) {
      before.part = Supervised.Part.LEAVING;
      unlisted.add(before);
      apply(standIn, new Input.Promoted(before.core.tally()));
      apply(before, new Input.Retire());
    }
  }

  /// Gives an instance a new spec; it holds from its next run on.
  void respec(Supervised instance, AppSpec spec) {
    var app = Clusters.keyOf(instance);
    instance.spec = spec;
    instance.unread = null;
    channels.clusters().renamed(app, instance);
    instance.policy = Policy.of(spec);
    notebook.listChanged();
    var before = instance.filesInUse();
    var pidFile = instance.files.pidFile();
    openLogs(instance);
    if (!pidFile.equals(instance.files.pidFile())) {
      pidFiles.remove(instance, pidFile);
    }
    logCare.release(before);
    attendants.onRespec(instance);
  }

  /// Puts an instance that was just added where a dead daemon had it.
  void revive(Supervised instance, dev.reeve.lifecycle.Instance core) {
    instance.core = core;
    loop.arm(instance.timer, core.state().deadlineNs());
    notebook.note(instance);
    attendants.onRevived(instance);
    attendants.onRespec(instance);
  }

  /// Takes over a run that a dead daemon had started, of which `left` are there: whether anything
  /// of it still is.
  boolean takeOver(Supervised.LiveRun run, List<ProcessTable.Row> left) {
    left.stream().mapToInt(ProcessTable.Row::parent).forEach(trees::watchReaper);
    run.owner().environment = launches.environment(run.owner(), run.mark());
    return runs.takeOver(run);
  }

  Channels channels() {
    return channels;
  }

  Sockets sockets() {
    return sockets;
  }

  Outputs outputs() {
    return outputs;
  }

  LogCare logCare() {
    return logCare;
  }

  private void openLogs(Supervised instance) {
    instance.files = LogPaths.of(instance.spec, instance.id, home);
    instance.logs = logCare.open(instance.spec, instance.files);
  }

  /// The door.
  void apply(Supervised instance, Input first) {
    var inputs = new ArrayDeque<Input>(List.of(first));
    for (int count = 0; !inputs.isEmpty(); count++) {
      if (count > MAX_INPUTS_A_STEP) {
        throw new IllegalStateException(instance + " does not settle: " + instance.core);
      }
      var before = instance.core;
      var input = inputs.remove();
      var step = Lifecycle.step(before, input, instance.policy, loop.nowNs());
      instance.core = step.next();
      notebook.note(instance);
      loop.arm(instance.timer, step.next().state().deadlineNs());
      if (before.state().run() != null && instance.core.state().run() == null) {
        onRunOver(instance);
      }
      if (!instance.core.state().awaitsReady()) {
        endReadying(instance);
      }
      sockets.review(instance, this::everyone);
      channels.clusters().review(instance, this::everyone);
      tell(instance, before, step.why());
      attendants.onStep(instance, before, input);
      if (instance.part == Supervised.Part.LISTED) {
        changes.onStep(instance, before, input);
      }
      for (var effect : step.effects()) {
        carryOut(instance, effect).ifPresent(inputs::add);
      }
    }
  }

  private static void endReadying(Supervised instance) {
    var end = instance.endReadying;
    instance.endReadying = null;
    if (end != null) {
      end.run();
    }
  }

  private void onRunOver(Supervised instance) {
    if (instance.part == Supervised.Part.LISTED) {
      pidFiles.remove(instance, instance.files.pidFile());
    }
  }

  private void tell(Supervised instance, dev.reeve.lifecycle.Instance before, String why) {
    if (why.isEmpty()) {
      return;
    }
    instance.why = why;
    var was = before.state().status().word();
    var is = instance.core.state().status().word();
    log.say(instance + " " + was + " → " + is + " (" + why + ")");
  }

  private Optional<Input> carryOut(Supervised instance, Effect effect) {
    switch (effect) {
      case Effect.Spawn _ -> {
        var result = spawn(instance);
        boolean listed = instance.part == Supervised.Part.LISTED;
        if (listed && result instanceof Input.Spawned(int pid)) {
          pidFiles.write(instance, pid);
        }
        return Optional.of(result);
      }
      case Effect.Drain _ -> drain(instance);
      case Effect.Part _ -> attendants.part(instance);
      case Effect.AskToLeave _ -> askToLeave(instance);
      case Effect.Kill _ -> runs.signalAll(instance, Signal.SIGKILL);
      case Effect.Forget _ -> forget(instance);
    }
    return Optional.empty();
  }

  private void drain(Supervised instance) {
    channels.retire(instance);
    channels.clusters().draining().begin(instance);
  }

  /// By message where the app wants that and can hear it; its kill timeout holds all the same.
  private void askToLeave(Supervised instance) {
    channels.retire(instance);
    if (!instance.spec.stop().withMessage() || !channels.send(instance, "shutdown")) {
      runs.signalAll(instance, instance.spec.stop().signal());
    }
  }

  /// A fault of ours must not leave an instance waiting for a result that never comes.
  private Input spawn(Supervised instance) {
    try {
      var hold = attendants.hold(instance);
      return hold == null ? runs.start(instance) : hold;
    } catch (RuntimeException fault) {
      log.fault(fault);
      return new Input.SpawnFailed("a fault of Reeve's own: " + fault, false);
    }
  }

  private void forget(Supervised instance) {
    instances.remove(instance.id, instance);
    unlisted.remove(instance);
    notebook.forget(instance);
    attendants.gates().onChange();
    attendants.onRespec(instance);
    logCare.release(instance.filesInUse());
    if (instance.part == Supervised.Part.LISTED) {
      pidFiles.remove(instance, instance.files.pidFile());
    }
  }
}
