package dev.reeve.daemon;

import dev.reeve.lifecycle.Input;
import dev.reeve.lifecycle.State;
import dev.reeve.loop.Loop;
import java.time.Duration;
import java.util.function.BiConsumer;

/// Lets a worker that is replaced end what it has begun. It is handed nothing new; it tells its
/// clients to go, for a second; when no answer of it is under way it closes its servers; and only
/// when that is done, or its time is over, is it asked to leave.
final class Draining {
  /// What a worker is told, and what it says when nothing is under way (`drain.cjs`).
  static final String DRAIN = "NODE_REEVE_DRAIN";

  static final String DRAINED = "NODE_REEVE_DRAINED";

  /// For workers that can't say.
  private static final long WINDOW_NS = Duration.ofSeconds(1).toNanos();

  /// From when its servers are closed: what it took in the last moment.
  private static final long SETTLE_NS = Duration.ofMillis(300).toNanos();

  private final Loop loop;
  private final BiConsumer<Supervised, Input> inputs;

  /// `inputs` is the supervisor's door.
  Draining(Loop loop, BiConsumer<Supervised, Input> inputs) {
    this.loop = loop;
    this.inputs = inputs;
  }

  void begin(Supervised instance) {
    var worker = instance.worker();
    if (worker == null) {
      loop.post(() -> inputs.accept(instance, new Input.Drained()));
    } else if (instance.spec.instances().cluster().drain()) {
      worker.tell(DRAIN);
    } else {
      loop.arm(() -> onDrained(instance), loop.nowNs() + WINDOW_NS);
    }
  }

  /// It has nothing under way.
  void onDrained(Supervised instance) {
    var worker = instance.worker();
    if (!drains(instance) || worker == null) {
      return;
    }
    if (instance.spec.stop().withMessage()) {
      inputs.accept(instance, new Input.Drained());
    } else {
      worker.disconnect();
    }
  }

  /// Its servers are closed, and so is its channel.
  void onSilent(Supervised instance) {
    if (drains(instance)) {
      var run = instance.live;
      loop.arm(
          () -> {
            if (run != null && run.equals(instance.live)) {
              inputs.accept(instance, new Input.Drained());
            }
          },
          loop.nowNs() + SETTLE_NS);
    }
  }

  private static boolean drains(Supervised instance) {
    return instance.core.state() instanceof State.Draining;
  }
}
