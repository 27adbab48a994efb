package dev.reeve.daemon;

import dev.reeve.lifecycle.Goal;
import dev.reeve.lifecycle.Input;
import dev.reeve.lifecycle.Instance;
import dev.reeve.lifecycle.State;
import dev.reeve.loop.Loop;
import dev.reeve.model.Exit;
import dev.reeve.model.Home;
import dev.reeve.model.Hook;
import dev.reeve.os.Kernel;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What apps ask for beyond a process that runs: sees every step of every instance, and brings it
/// to those who ask after health, order starts, do hooks, and replace runs in their time.
final class Attendants {
  private static final long LAST_ERRANDS_NS = Duration.ofSeconds(5).toNanos();
  private static final long LOOK_NS = Duration.ofMillis(20).toNanos();

  private final Loop loop;
  private final Errands errands;
  private final Webhooks webhooks;
  private final Hooks hooks;
  private final Gates gates;
  private final Checkups checkups;
  private final Renewals renewals;

  /// What they stand on; `everyone` is the list, and who is not in it; `inputs` the supervisor's
  /// door.
  record Parts(
      Home home,
      Errands errands,
      Launches launches,
      DaemonLog log,
      Needs needs,
      Supplier<Collection<Supervised>> everyone,
      BiConsumer<Supervised, Input> inputs) {}

  Attendants(Loop loop, Kernel kernel, Parts parts) {
    this.loop = loop;
    this.errands = parts.errands;
    this.webhooks = new Webhooks(loop);
    this.hooks =
        new Hooks(loop, kernel, new Hooks.Parts(errands, webhooks, parts.launches, parts.log));
    this.gates = new Gates(parts.needs, hooks, parts.inputs);
    this.checkups =
        new Checkups(
            loop,
            kernel,
            new Checkups.Parts(
                errands, parts.launches, parts.log, parts.inputs, this::onUnhealthy));
    this.renewals =
        new Renewals(
            loop, kernel, new Renewals.Parts(parts.home, parts.log, parts.everyone, parts.inputs));
    loop.afterEachTurn(gates::review);
    loop.afterEachTurn(renewals::review);
  }

  Gates gates() {
    return gates;
  }

  /// After each step; its effects come later.
  void onStep(Supervised instance, Instance before, Input input) {
    noteOutcome(instance, before, input);
    gates.onStep(instance, before);
    checkups.onStep(instance, input);
    renewals.onChange(instance);
    if (!instance.spec.care().hooks().isEmpty()) {
      tellHooks(instance, before, input);
    }
  }

  /// How it ended for good by itself, as long as that is how it stands.
  private static void noteOutcome(Supervised instance, Instance before, Input input) {
    var now = instance.core;
    boolean down = now.state() instanceof State.Stopped;
    if (!down) {
      instance.outcome = null;
    } else if (before.goal() == Goal.UP
        && (now.goal() == Goal.DOWN || now.goal() == Goal.RESTING)
        && !(input instanceof Input.Stop)) {
      instance.outcome = instance.exit;
    }
  }

  private void tellHooks(Supervised instance, Instance before, Input input) {
    var was = before.state();
    var is = instance.core.state();
    var run = is.run();
    boolean online = is instanceof State.Online && !(was instanceof State.Online);
    if (online && run != null && !(input instanceof Input.Adopted)) {
      hooks.tell(instance, new Hooks.Happening(Hook.When.POST_START, run.pid(), instance.why));
    }
    var ended = was.run();
    if (ended != null && input instanceof Input.Exited(var exit, _)) {
      var when = isCrash(instance, was, exit) ? Hook.When.ON_CRASH : Hook.When.POST_STOP;
      hooks.tell(instance, new Hooks.Happening(when, ended.pid(), exit.sentence()));
    }
    if (ended != null && input instanceof Input.MemorySampled && was.serves() && !is.serves()) {
      hooks.tell(instance, new Hooks.Happening(Hook.When.ON_MEMORY, ended.pid(), instance.why));
    }
    if (is instanceof State.Errored(var reason) && !(was instanceof State.Errored)) {
      hooks.tell(instance, new Hooks.Happening(Hook.When.ON_ERRORED, 0, reason));
    }
  }

  private static boolean isCrash(Supervised instance, State was, Exit exit) {
    boolean good =
        exit instanceof Exit.Code(int code)
            && (code == 0 || instance.spec.restart().stopExitCodes().contains(code));
    return was.serves() && !good;
  }

  private void onUnhealthy(Supervised instance, String why) {
    var run = instance.core.state().run();
    hooks.tell(
        instance, new Hooks.Happening(Hook.When.ON_UNHEALTHY, run == null ? 0 : run.pid(), why));
  }

  /// What an ordered spawn waits for, or null: then it is done.
  @Nullable Input hold(Supervised instance) {
    return gates.hold(instance);
  }

  /// Before a run is asked to leave; [Input.Parted] follows.
  void part(Supervised instance) {
    var run = instance.core.state().run();
    gates.part(instance, run == null ? 0 : run.pid());
  }

  void onRevived(Supervised instance) {
    gates.onRevived(instance);
  }

  /// It is asked for otherwise than before, or is not in the list any more.
  void onRespec(Supervised instance) {
    renewals.onChange(instance);
  }

  Errands errands() {
    return errands;
  }

  /// How many hooks and questions are under way.
  int underWay() {
    return errands.running() + webhooks.underWay() + checkups.underWay();
  }

  /// Everything is stopped: hooks that are under way get a moment more.
  void finish(Runnable then) {
    long untilNs = loop.nowNs() + LAST_ERRANDS_NS;
    var look =
        new Runnable() {
          @Override
          public void run() {
            boolean busy = errands.running() + webhooks.underWay() > 0;
            if (busy && loop.nowNs() < untilNs) {
              loop.arm(this, loop.nowNs() + LOOK_NS);
              return;
            }
            errands.end();
            then.run();
          }
        };
    look.run();
  }
}
