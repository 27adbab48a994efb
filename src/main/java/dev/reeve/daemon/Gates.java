package dev.reeve.daemon;

import dev.reeve.lifecycle.Input;
import dev.reeve.lifecycle.Instance;
import dev.reeve.lifecycle.State;
import dev.reeve.model.Hook;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// What stands between the order to spawn and the spawn, and between the order to stop and the
/// signal: the apps that an instance needs, and its `pre_start` and `pre_stop` hooks.
///
/// One that was down asks for what it needs; one that is restarted, whoever wants that, does not: a
/// run that may serve is not kept from it.
final class Gates {
  private static final int MOST_ROUNDS = 1000;

  private final Needs needs;
  private final Hooks hooks;
  private final BiConsumer<Supervised, Input> inputs;
  private final Set<Supervised> held = new LinkedHashSet<>();
  private boolean changed = true;

  /// How far an instance has come.
  enum Stage {
    NEEDS,
    PREPARING,
    OPEN
  }

  /// `inputs` is the supervisor's door.
  Gates(Needs needs, Hooks hooks, BiConsumer<Supervised, Input> inputs) {
    this.needs = needs;
    this.hooks = hooks;
    this.inputs = inputs;
  }

  void onStep(Supervised instance, Instance before) {
    changed = true;
    var state = instance.core.state();
    if (state instanceof State.Spawning && !(before.state() instanceof State.Spawning)) {
      instance.stage = stage(instance, before.state());
    }
    boolean waits =
        state instanceof State.Spawning
            || state instanceof State.Held
            || state instanceof State.Parting;
    if (!waits) {
      held.remove(instance);
      endErrand(instance);
    }
  }

  private static Stage stage(Supervised instance, State before) {
    return switch (before) {
      case State.Held _ -> Stage.OPEN;
      case State.Stopped _, State.Errored _ ->
          instance.part == Supervised.Part.LISTED ? Stage.NEEDS : Stage.PREPARING;
      case State.Spawning _,
          State.Starting _,
          State.Overdue _,
          State.Online _,
          State.Draining _,
          State.Parting _,
          State.Stopping _,
          State.Killing _,
          State.Clearing _,
          State.Waiting _ ->
          Stage.PREPARING;
    };
  }

  private static void endErrand(Supervised instance) {
    var end = instance.endErrand;
    instance.endErrand = null;
    if (end != null) {
      end.run();
    }
  }

  /// A dead daemon had it wait.
  void onRevived(Supervised instance) {
    if (instance.core.state() instanceof State.Held) {
      instance.stage = Stage.NEEDS;
      held.add(instance);
      changed = true;
    }
  }

  /// Something has changed that is no step of an instance.
  void onChange() {
    changed = true;
  }

  /// What keeps an ordered spawn from being done now, or null.
  @Nullable Input hold(Supervised instance) {
    return switch (instance.stage) {
      case NEEDS -> askNeeds(instance);
      case PREPARING -> prepare(instance);
      case OPEN -> null;
    };
  }

  private @Nullable Input askNeeds(Supervised instance) {
    return switch (needs.verdict(instance)) {
      case Needs.Verdict.Met _ -> prepare(instance);
      case Needs.Verdict.Never(var why) -> new Input.SpawnFailed(why, false);
      case Needs.Verdict.Waits(var why, boolean stuck) -> {
        instance.stuck = stuck;
        held.add(instance);
        yield new Input.Held(why);
      }
    };
  }

  private @Nullable Input prepare(Supervised instance) {
    instance.stage = Stage.PREPARING;
    instance.stuck = false;
    held.remove(instance);
    if (!instance.spec.care().hooks().containsKey(Hook.When.PRE_START)) {
      return null;
    }
    var happening = new Hooks.Happening(Hook.When.PRE_START, 0, instance.why);
    instance.endErrand = hooks.begin(instance, happening, fault -> onPrepared(instance, fault));
    return new Input.Held("its pre_start hook runs");
  }

  private void onPrepared(Supervised instance, @Nullable String fault) {
    instance.endErrand = null;
    inputs.accept(
        instance,
        fault == null ? new Input.Released() : new Input.Unprepared("its pre_start hook " + fault));
  }

  /// Before a run is asked to leave.
  void part(Supervised instance, int pid) {
    var happening = new Hooks.Happening(Hook.When.PRE_STOP, pid, instance.why);
    instance.endErrand =
        hooks.begin(
            instance,
            happening,
            _ -> {
              instance.endErrand = null;
              inputs.accept(instance, new Input.Parted());
            });
  }

  /// Lets go what waits no longer. One that goes, or is given up, may be what another waits for.
  void review() {
    for (int round = 0; changed && round < MOST_ROUNDS; round++) {
      changed = false;
      for (var instance : List.copyOf(held)) {
        if (held.contains(instance) && instance.core.state() instanceof State.Held) {
          review(instance);
        }
      }
    }
  }

  private void review(Supervised instance) {
    boolean stuck = instance.stuck;
    var input = askNeeds(instance);
    if (input == null) {
      inputs.accept(instance, new Input.Released());
    } else if (!isSame(instance, input) || stuck != instance.stuck) {
      inputs.accept(instance, input);
    }
  }

  private static boolean isSame(Supervised instance, Input input) {
    return instance.core.state() instanceof State.Held(var why)
        && input.equals(new Input.Held(why));
  }

  /// Whether what an instance needs is so, for who wants to restart it.
  Needs.Verdict verdict(Supervised instance) {
    return needs.verdict(instance);
  }

  /// Those that wait for others.
  List<Supervised> waiting() {
    return new ArrayList<>(held);
  }
}
