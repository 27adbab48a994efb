package dev.reeve.daemon;

import dev.reeve.lifecycle.Effect;
import dev.reeve.lifecycle.Input;
import dev.reeve.lifecycle.Lifecycle;
import dev.reeve.lifecycle.Policy;
import dev.reeve.logs.Archive;
import dev.reeve.logs.LogFiles;
import dev.reeve.loop.Loop;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.InstanceId;
import dev.reeve.model.Rotation;
import dev.reeve.model.Signal;
import dev.reeve.os.Kernel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// All instances, and the one door by which anything happens to them: [#apply] steps the rules,
/// replaces the instance, tells the log, runs the effects, and feeds their results back.
final class Supervisor {
  private static final int MAX_INPUTS_A_STEP = 100;
  private static final long LOOK_NS = Duration.ofSeconds(1).toNanos();

  private final TreeMap<InstanceId, Supervised> instances = new TreeMap<>();
  private final Loop loop;
  private final Kernel kernel;
  private final Home home;
  private final DaemonLog log;
  private final Archive archive;
  private final LogFiles logFiles;
  private final PidFiles pidFiles;
  private final Runs runs;
  private final Followers followers = new Followers();
  private final Runnable look = this::lookAtLogs;

  /// What a supervisor stands on.
  record Ground(Loop loop, Kernel kernel, Home home, DaemonLog log, PidFiles pidFiles) {}

  Supervisor(Ground ground) {
    this.loop = ground.loop;
    this.kernel = ground.kernel;
    this.home = ground.home;
    this.log = ground.log;
    this.archive = new Archive(text -> loop.post(() -> log.say(text)), kernel::lowerPriority);
    this.logFiles = new LogFiles(new LogFiles.Ground(kernel, log::say, archive::add));
    this.pidFiles = ground.pidFiles;
    var outputs = new Outputs(loop, kernel, home, followers);
    var parts = new Runs.Parts(new Launches(home), new Trees(kernel), outputs);
    this.runs = new Runs(loop, kernel, parts, this::apply);
  }

  Followers followers() {
    return followers;
  }

  Runs runs() {
    return runs;
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

  Optional<Supervised> find(InstanceId id) {
    return Optional.ofNullable(instances.get(id));
  }

  boolean holds(Supervised instance) {
    return instances.get(instance.id) == instance;
  }

  /// Adds an instance that does not run yet, under the first free number.
  Supervised add(AppSpec spec, int slot) {
    int number = instances.isEmpty() ? 0 : instances.lastKey().number() + 1;
    return add(spec, slot, new InstanceId(number));
  }

  /// Adds an instance under a number that is free.
  Supervised add(AppSpec spec, int slot, InstanceId id) {
    var instance = new Supervised(id, slot, spec, kernel.wallMs());
    instance.timer = () -> apply(instance, new Input.DeadlinePassed());
    openLogs(instance);
    instances.put(id, instance);
    return instance;
  }

  /// Gives an instance a new spec; it holds from its next run on.
  void respec(Supervised instance, AppSpec spec) {
    instance.spec = spec;
    instance.policy = Policy.of(spec);
    var before = instance.filesInUse();
    var pidFile = instance.files.pidFile();
    openLogs(instance);
    if (!pidFile.equals(instance.files.pidFile())) {
      pidFiles.remove(pidFile);
    }
    before.forEach(logFiles::release);
  }

  /// Once a second, as long as there are log files.
  private void lookAtLogs() {
    logFiles.look(kernel.wallMs());
    if (logFiles.size() > 0) {
      loop.arm(look, loop.nowNs() + LOOK_NS);
    }
  }

  private void openLogs(Supervised instance) {
    loop.arm(look, loop.nowNs() + LOOK_NS);
    instance.files = LogPaths.of(instance.spec, instance.id, home);
    var rotation = Rotation.USUAL;
    instance.logs =
        new Supervised.Logs(
            logFiles.use(instance.files.out(), rotation),
            logFiles.use(instance.files.error(), rotation),
            logFiles.use(instance.files.combined(), rotation));
  }

  /// The door.
  void apply(Supervised instance, Input first) {
    var inputs = new ArrayDeque<Input>(List.of(first));
    for (int count = 0; !inputs.isEmpty(); count++) {
      if (count > MAX_INPUTS_A_STEP) {
        throw new IllegalStateException(instance + " does not settle: " + instance.core);
      }
      var before = instance.core;
      var step = Lifecycle.step(before, inputs.remove(), instance.policy, loop.nowNs());
      instance.core = step.next();
      loop.arm(instance.timer, step.next().state().deadlineNs());
      if (before.state().run() != null && instance.core.state().run() == null) {
        pidFiles.remove(instance.files.pidFile());
      }
      tell(instance, before, step.why());
      for (var effect : step.effects()) {
        carryOut(instance, effect).ifPresent(inputs::add);
      }
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
        if (result instanceof Input.Spawned(int pid)) {
          pidFiles.write(instance.files.pidFile(), pid);
        }
        return Optional.of(result);
      }
      case Effect.AskToLeave _ -> runs.signalAll(instance, instance.spec.stop().signal());
      case Effect.Kill _ -> runs.signalAll(instance, Signal.SIGKILL);
      case Effect.Forget _ -> forget(instance);
    }
    return Optional.empty();
  }

  /// A fault of ours must not leave an instance waiting for a result that never comes.
  private Input spawn(Supervised instance) {
    try {
      return runs.start(instance);
    } catch (RuntimeException fault) {
      log.fault(fault);
      return new Input.SpawnFailed("a fault of Reeve's own: " + fault, false);
    }
  }

  private void forget(Supervised instance) {
    instances.remove(instance.id, instance);
    instance.filesInUse().forEach(logFiles::release);
    pidFiles.remove(instance.files.pidFile());
  }
}
