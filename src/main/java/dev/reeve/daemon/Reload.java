package dev.reeve.daemon;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.lifecycle.Input;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A reload of some instances, a few at a time, the first of them alone. With the first that does
/// not come up it ends: what has not begun is not touched.
final class Reload {
  private final Supervisor supervisor;
  private final Answer answer;
  private final ArrayDeque<Replacement> waiting = new ArrayDeque<>();
  private final List<Replacement> underWay = new ArrayList<>();
  private final List<Replacement> ended = new ArrayList<>();
  private final List<Supervised> superfluous;
  private final int parallel;
  private final int total;

  /// What shall be: `superfluous` are not wanted any more when all others are done.
  record Plan(List<Replacement.Wish> wishes, List<Supervised> superfluous, int parallel) {}

  Reload(Supervisor supervisor, Plan plan, Answer answer) {
    this.supervisor = supervisor;
    this.answer = answer;
    this.superfluous = plan.superfluous;
    this.parallel = Math.max(1, plan.parallel);
    this.total = plan.wishes.size();
    plan.wishes.forEach(each -> waiting.add(new Replacement(supervisor, each)));
  }

  /// A later command for an instance has the last word.
  void cancel(Supervised instance) {
    waiting.stream().filter(each -> each.instance() == instance).forEach(Replacement::cancel);
  }

  boolean isAbout(Supervised instance) {
    return waiting.stream().anyMatch(each -> each.instance() == instance)
        || underWay.stream().anyMatch(each -> each.instance() == instance);
  }

  /// Goes on as far as it can; true when the reply has been given.
  boolean advance() {
    boolean failed = failed();
    int room = ended.isEmpty() ? 1 : parallel;
    while (!failed && underWay.size() < room && !waiting.isEmpty()) {
      underWay.add(waiting.remove());
    }
    for (var each : List.copyOf(underWay)) {
      each.advance(ended.isEmpty());
      if (each.over()) {
        underWay.remove(each);
        ended.add(each);
        answer.push(new Push.Progress(ended.size(), total, each.instance().spec.name()));
      }
    }
    if (failed()) {
      underWay.forEach(each -> each.abandon("the reload has ended"));
    }
    boolean over = underWay.isEmpty() && (waiting.isEmpty() || failed());
    if (over) {
      answer.reply(reply());
    } else if (underWay.size() < room && !waiting.isEmpty() && !failed()) {
      supervisor.loop().post(() -> {});
    }
    return over;
  }

  private boolean failed() {
    return ended.stream().anyMatch(each -> each.failed() || each.relapse() != null)
        || underWay.stream().anyMatch(each -> each.failed() || each.relapse() != null);
  }

  private Reply reply() {
    if (!failed()) {
      superfluous.forEach(each -> supervisor.apply(each, new Input.Retire()));
    }
    var outcomes = new ArrayList<Reply.Outcome>();
    ended.forEach(each -> outcomes.add(each.outcome(each.relapse())));
    for (var each : waiting) {
      var instance = each.instance();
      outcomes.add(
          new Reply.Outcome(
              instance.id, instance.spec.name(), false, "was not touched, the reload has ended"));
    }
    outcomes.sort(Comparator.comparing(Reply.Outcome::id));
    return new Reply.Done(outcomes);
  }

  /// Everything is about to end.
  void abandon() {
    waiting.forEach(Replacement::cancel);
    underWay.forEach(each -> each.abandon("the daemon is ending"));
  }
}
