package dev.reeve.daemon;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.lifecycle.Goal;
import dev.reeve.lifecycle.Input;
import dev.reeve.lifecycle.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A command for some instances, from the first input to the reply when all have settled. A few
/// instances begin each turn, so that a command for a thousand keeps nobody else waiting.
final class Batch {
  private static final int BEGIN_A_TURN = 16;

  private final Supervisor supervisor;
  private final Input input;
  private final Answer answer;
  private final ArrayDeque<Supervised> waiting;
  private final List<Supervised> begun = new ArrayList<>();
  private final List<Reply.Outcome> outcomes;
  private final int total;

  /// `known` are outcomes that are certain beforehand.
  Batch(
      Supervisor supervisor,
      Input input,
      List<Supervised> instances,
      List<Reply.Outcome> known,
      Answer answer) {
    this.supervisor = supervisor;
    this.input = input;
    this.answer = answer;
    this.waiting = new ArrayDeque<>(instances);
    this.outcomes = new ArrayList<>(known);
    this.total = instances.size() + known.size();
  }

  /// Goes on as far as it can; true when the reply has been given.
  boolean advance() {
    for (int i = 0; i < BEGIN_A_TURN && !waiting.isEmpty(); i++) {
      begin(waiting.remove());
    }
    int before = outcomes.size();
    begun.removeIf(this::concluded);
    if (outcomes.size() > before && outcomes.size() < total) {
      answer.push(new Push.Progress(outcomes.size(), total, outcomes.getLast().name()));
    }
    if (outcomes.size() < total) {
      return false;
    }
    outcomes.sort(Comparator.comparing(Reply.Outcome::id));
    answer.reply(new Reply.Done(List.copyOf(outcomes)));
    return true;
  }

  /// A fault of ours with one instance is told in its outcome: the others are not kept waiting.
  private void begin(Supervised instance) {
    if (!supervisor.holds(instance)) {
      begun.add(instance);
      return;
    }
    try {
      supervisor.apply(instance, input);
      begun.add(instance);
    } catch (RuntimeException fault) {
      supervisor.log().fault(fault);
      outcomes.add(outcome(instance, false, "a fault of Reeve's own: " + fault));
    }
  }

  /// What has not begun will not: everything is about to end.
  void abandon() {
    waiting.forEach(each -> outcomes.add(outcome(each, false, "the daemon is ending")));
    waiting.clear();
  }

  /// Whether there are instances that have not begun: the loop need not wait then.
  boolean hurries() {
    return !waiting.isEmpty();
  }

  private boolean concluded(Supervised instance) {
    boolean gone = !supervisor.holds(instance);
    if (!gone && !instance.core.state().settled()) {
      return false;
    }
    outcomes.add(gone ? ofGone(instance) : outcome(instance));
    return true;
  }

  private Reply.Outcome ofGone(Supervised instance) {
    boolean meant = input instanceof Input.Delete || input instanceof Input.Retire;
    return outcome(instance, meant, meant ? "deleted" : "was deleted meanwhile");
  }

  private Reply.Outcome outcome(Supervised instance) {
    return instance.core.goal() == Goal.UP ? ofWantedUp(instance) : ofWantedDown(instance);
  }

  private Reply.Outcome ofWantedUp(Supervised instance) {
    boolean meant = input instanceof Input.Start || input instanceof Input.Restart;
    var other = meant ? "" : "was started again meanwhile, ";
    return switch (instance.core.state()) {
      case State.Online(var run, _) -> outcome(instance, meant, other + "pid " + run.pid());
      case State.Overdue(var run) ->
          outcome(instance, meant, other + "pid " + run.pid() + ", but not ready in time");
      case State.Errored(var reason) -> outcome(instance, false, reason);
      case State.Stopped _,
          State.Spawning _,
          State.Held _,
          State.Starting _,
          State.Draining _,
          State.Parting _,
          State.Stopping _,
          State.Killing _,
          State.Clearing _,
          State.Waiting _ ->
          outcome(instance, false, instance.why);
    };
  }

  private Reply.Outcome ofWantedDown(Supervised instance) {
    boolean meant = input instanceof Input.Stop;
    if (meant) {
      return outcome(instance, true, "stopped");
    }
    var text = instance.why.isEmpty() ? "is stopped" : instance.why;
    return outcome(instance, false, text);
  }

  private static Reply.Outcome outcome(Supervised instance, boolean ok, String message) {
    return new Reply.Outcome(instance.id, instance.spec.name(), ok, message);
  }
}
