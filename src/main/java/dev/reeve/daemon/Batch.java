package dev.reeve.daemon;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.lifecycle.Goal;
import dev.reeve.lifecycle.Input;
import dev.reeve.lifecycle.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A command for some instances, from the first input to the reply when all have settled. A few
/// instances begin each turn, so that a command for a thousand keeps nobody else waiting.
final class Batch {
  private static final int BEGIN_A_TURN = 16;

  /// An end begins with a look at all processes of the machine, once a turn: not for a few at a
  /// time.
  private static final int MOST_TURNS = 32;

  private final Supervisor supervisor;
  private final Input input;
  private final Answer answer;
  private final Order order;
  private final ArrayList<Supervised> waiting;
  private final List<Supervised> begun = new ArrayList<>();
  private final List<Reply.Outcome> outcomes;
  private final int total;
  private final int beginATurn;

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
    this.order = new Order(supervisor, input, instances);
    this.waiting = new ArrayList<>(order.sorted());
    this.outcomes = new ArrayList<>(known);
    this.total = instances.size() + known.size();
    this.beginATurn =
        Order.ends(input) ? Math.max(BEGIN_A_TURN, instances.size() / MOST_TURNS) : BEGIN_A_TURN;
  }

  /// Goes on as far as it can; true when the reply has been given.
  boolean advance() {
    beginSome();
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

  private void beginSome() {
    var chosen = new ArrayList<Supervised>();
    var later = later();
    for (var each = waiting.iterator(); each.hasNext() && chosen.size() < beginATurn; ) {
      var instance = each.next();
      switch (turn(instance, later)) {
        case Turn.Now _ -> {
          each.remove();
          chosen.add(instance);
        }
        case Turn.Never(var why) -> {
          each.remove();
          outcomes.add(outcome(instance, false, why));
        }
        case Turn.Later _ -> {
          // Those before it are not done.
        }
      }
    }
    if (begun.isEmpty() && chosen.isEmpty() && !waiting.isEmpty() && !awaits()) {
      // A circle has no first one.
      chosen.add(waiting.removeFirst());
    }
    chosen.forEach(this::begin);
  }

  /// The apps before which something is still to be done with others.
  private Set<String> later() {
    if (!order.isRelated()) {
      return Set.of();
    }
    var names = new HashSet<String>();
    waiting.forEach(each -> names.add(each.spec.name()));
    begun.forEach(each -> names.add(each.spec.name()));
    return order.after(names);
  }

  /// When an instance's turn is.
  private sealed interface Turn {
    record Now() implements Turn {}

    record Later() implements Turn {}

    record Never(String why) implements Turn {}
  }

  /// One that is down is started beside those before it, and waits for them in the list.
  private Turn turn(Supervised instance, Set<String> later) {
    boolean runs = instance.core.state().run() != null;
    if (!order.isRelated(instance) || !runs || input instanceof Input.Start) {
      return new Turn.Now();
    }
    if (later.contains(instance.spec.name())) {
      return new Turn.Later();
    }
    return input instanceof Input.Restart ? restart(instance) : new Turn.Now();
  }

  /// Those that it needs have been restarted: if they are not what it needs, its old run stays.
  private Turn restart(Supervised instance) {
    return switch (supervisor.attendants().gates().verdict(instance)) {
      case Needs.Verdict.Met _ -> new Turn.Now();
      case Needs.Verdict.Waits(var why, boolean stuck) ->
          stuck ? new Turn.Never("was not restarted: " + why) : new Turn.Later();
      case Needs.Verdict.Never(var why) -> new Turn.Never("was not restarted: " + why);
    };
  }

  /// Whether one waits for something else than the others of this command.
  private boolean awaits() {
    return input instanceof Input.Restart
        && waiting.stream()
            .anyMatch(each ->
                supervisor.attendants().gates().verdict(each) instanceof Needs.Verdict.Waits);
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

  /// Whether there are instances that could begin: the loop need not wait then.
  boolean hurries() {
    var later = later();
    return waiting.stream().anyMatch(each -> !(turn(each, later) instanceof Turn.Later));
  }

  private boolean concluded(Supervised instance) {
    boolean gone = !supervisor.holds(instance);
    boolean stuck = instance.core.state() instanceof State.Held && instance.stuck;
    if (!gone && !stuck && !instance.core.state().settled()) {
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
