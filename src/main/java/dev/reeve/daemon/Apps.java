package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.lifecycle.Goal;
import dev.reeve.model.AppSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// From specs to instances: new ones are added, known ones get the new spec and as many instances
/// as it asks for.
final class Apps {
  private final Supervisor supervisor;

  Apps(Supervisor supervisor) {
    this.supervisor = supervisor;
  }

  /// What a start comes to: `known` are outcomes that need no doing.
  record Plan(List<Supervised> toStart, List<Supervised> superfluous, List<Reply.Outcome> known) {}

  Plan plan(List<AppSpec> specs, boolean restartKnown) {
    var plan = new Plan(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (var spec : specs) {
      var existing = supervisor.all().stream().filter(each -> isStaying(each, spec)).toList();
      if (existing.isEmpty()) {
        addSlots(spec, Set.of(), plan);
      } else if (restartKnown) {
        replace(spec, existing, plan);
      } else {
        existing.forEach(each -> plan.known.add(refusal(each)));
      }
    }
    return plan;
  }

  /// One that is being deleted is as good as gone.
  private static boolean isStaying(Supervised instance, AppSpec spec) {
    return instance.isOf(spec) && instance.core.goal() != Goal.GONE;
  }

  private static Reply.Outcome refusal(Supervised instance) {
    return new Reply.Outcome(
        instance.id,
        instance.spec.name(),
        false,
        "is in the list already; use restart, or add -f to start it again with new options");
  }

  private void replace(AppSpec spec, List<Supervised> existing, Plan plan) {
    var bySlot =
        existing.stream().sorted(Comparator.comparingInt((Supervised each) -> each.slot)).toList();
    int count = spec.instances().count();
    var kept = bySlot.subList(0, Math.min(count, bySlot.size()));
    plan.superfluous.addAll(bySlot.subList(kept.size(), bySlot.size()));
    var slots = new HashSet<Integer>();
    for (var instance : kept) {
      slots.add(instance.slot);
      supervisor.respec(instance, spec);
      settle(instance, plan);
    }
    addSlots(spec, slots, plan);
  }

  private void addSlots(AppSpec spec, Set<Integer> taken, Plan plan) {
    int missing = spec.instances().count() - taken.size();
    for (int slot = 0; missing > 0; slot++) {
      if (!taken.contains(slot)) {
        settle(supervisor.add(spec, slot), plan);
        missing--;
      }
    }
  }

  private static void settle(Supervised instance, Plan plan) {
    if (instance.spec.start().autostart()) {
      plan.toStart.add(instance);
    } else {
      plan.known.add(
          new Reply.Outcome(
              instance.id, instance.spec.name(), true, "is in the list, not started"));
    }
  }

  /// Puts back what a saved list holds and the list lacks; returns what shall run.
  List<Supervised> restore(List<Savings.Saved> saved) {
    var toStart = new ArrayList<Supervised>();
    for (var each : saved) {
      if (supervisor.all().stream().noneMatch(other -> same(other, each))) {
        var instance =
            supervisor.find(each.id()).isEmpty()
                ? supervisor.add(each.spec(), each.slot(), each.id())
                : supervisor.add(each.spec(), each.slot());
        if (each.up()) {
          toStart.add(instance);
        }
      }
    }
    return toStart;
  }

  private static boolean same(Supervised instance, Savings.Saved saved) {
    return instance.isOf(saved.spec()) && instance.slot == saved.slot();
  }
}
