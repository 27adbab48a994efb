package dev.reeve.daemon;

import dev.reeve.api.Reply;
import java.util.ArrayList;
import java.util.List;

/// The reloads that are under way: one at a time for an instance.
final class Reloads {
  private final Supervisor supervisor;
  private final List<Reload> all = new ArrayList<>();

  Reloads(Supervisor supervisor) {
    this.supervisor = supervisor;
  }

  void begin(Reload.Plan plan, Answer answer) {
    for (var wish : plan.wishes()) {
      if (all.stream().anyMatch(each -> each.isAbout(wish.instance()))) {
        answer.reply(
            new Reply.Refused(
                wish.instance() + " is being reloaded already", "try again when that is over"));
        return;
      }
    }
    var reload = new Reload(supervisor, plan, answer);
    if (!reload.advance()) {
      all.add(reload);
    }
  }

  /// Some instances are commanded otherwise: what a reload has not begun with them, it will not.
  void cancel(List<Supervised> instances) {
    all.forEach(reload -> instances.forEach(reload::cancel));
  }

  void advance() {
    all.removeIf(Reload::advance);
  }

  void abandon() {
    all.forEach(Reload::abandon);
  }

  int size() {
    return all.size();
  }
}
