package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.lifecycle.Goal;
import dev.reeve.lifecycle.Instance;
import dev.reeve.lifecycle.State;
import dev.reeve.lifecycle.Tally;
import dev.reeve.model.AppSpec;
import dev.reeve.model.DependencyFault;
import dev.reeve.model.FreshEnv;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// From specs to instances: new ones are added, known ones get the new spec and as many instances
/// as it asks for.
final class Apps {
  private static final Comparator<Supervised> BY_SLOT = Comparator.comparingInt(each -> each.slot);

  private static final Instance RESTING =
      Instance.revived(Goal.RESTING, Tally.ZERO, new State.Stopped());

  private final Supervisor supervisor;

  Apps(Supervisor supervisor) {
    this.supervisor = supervisor;
  }

  /// Why some apps can't be brought in order with what is in the list, or null.
  Reply.@Nullable Refused outOfOrder(List<AppSpec> specs) {
    if (specs.stream().allMatch(each -> each.care().dependsOn().isEmpty())) {
      return null;
    }
    var all = new ArrayList<>(specs);
    for (var instance : supervisor.all()) {
      boolean replaced = specs.stream().anyMatch(instance::isOf);
      if (!replaced && instance.core.goal() != Goal.GONE && !all.contains(instance.spec)) {
        all.add(instance.spec);
      }
    }
    for (var fault : DependencyFault.among(all)) {
      if (specs.stream().anyMatch(each -> each.name().equals(fault.app()))) {
        return new Reply.Refused(
            "%s can't be started: depends_on: %s".formatted(fault.app(), fault.message()),
            fault.hint());
      }
    }
    return null;
  }

  /// What a start comes to: `known` are outcomes that need no doing.
  record Plan(List<Supervised> toStart, List<Supervised> superfluous, List<Reply.Outcome> known) {}

  Plan plan(List<AppSpec> specs, boolean restartKnown) {
    var plan = new Plan(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (var spec : specs) {
      var existing = supervisor.all().stream().filter(each -> isStaying(each, spec)).toList();
      if (existing.isEmpty()) {
        add(spec, spec.instances().count()).forEach(each -> settle(each, plan));
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
    var bySlot = existing.stream().sorted(BY_SLOT).toList();
    int count = spec.instances().count();
    var kept = bySlot.subList(0, Math.min(count, bySlot.size()));
    plan.superfluous.addAll(bySlot.subList(kept.size(), bySlot.size()));
    for (var instance : kept) {
      supervisor.respec(instance, spec);
      settle(instance, plan);
    }
    add(spec, count - kept.size()).forEach(each -> settle(each, plan));
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

  /// What a reload from a file comes to: known ones get the new spec by it, new ones are started.
  Reload.Plan rollout(List<AppSpec> specs, int parallel) {
    var wishes = new ArrayList<Replacement.Wish>();
    var superfluous = new ArrayList<Supervised>();
    for (var spec : specs) {
      var existing = staying(spec);
      int kept = Math.min(spec.instances().count(), existing.size());
      existing.subList(0, kept).forEach(each -> wishes.add(new Replacement.Wish(each, spec)));
      superfluous.addAll(existing.subList(kept, existing.size()));
      for (var added : add(spec, spec.instances().count() - kept)) {
        wishes.add(new Replacement.Wish(added, spec));
      }
    }
    return new Reload.Plan(wishes, superfluous, parallel);
  }

  private List<Supervised> staying(AppSpec spec) {
    return supervisor.all().stream().filter(each -> isStaying(each, spec)).sorted(BY_SLOT).toList();
  }

  /// New instances under the first slots that the app has free.
  List<Supervised> add(AppSpec spec, int count) {
    var taken = supervisor.all().stream().filter(each -> each.isOf(spec)).map(each -> each.slot);
    var slots = taken.collect(Collectors.toSet());
    var added = new ArrayList<Supervised>();
    for (int slot = 0; added.size() < count; slot++) {
      if (!slots.contains(slot)) {
        added.add(supervisor.add(spec, slot));
      }
    }
    return added;
  }

  /// What a change of an app's number of instances comes to.
  sealed interface Scaling {
    record Refused(String message, String hint) implements Scaling {}

    record More(List<Supervised> added) implements Scaling {}

    record Fewer(List<Supervised> superfluous) implements Scaling {}
  }

  /// By its name alone, or with its namespace before it.
  private static boolean isCalled(AppSpec spec, String name) {
    return spec.name().equals(name) || FreshEnv.key(spec).equals(name);
  }

  Scaling scale(String name, String amount) {
    var existing =
        supervisor.all().stream()
            .filter(each -> isCalled(each.spec, name) && each.core.goal() != Goal.GONE)
            .sorted(BY_SLOT)
            .toList();
    if (existing.isEmpty()) {
      return new Scaling.Refused("no app is named '" + name + "'", "see 'list' for the names");
    }
    if (existing.stream().map(each -> FreshEnv.key(each.spec)).distinct().count() > 1) {
      return new Scaling.Refused(
          "several apps are named '" + name + "'",
          "put the namespace before it: " + FreshEnv.key(existing.getFirst().spec));
    }
    if (!amount.matches("[+-]?\\d{1,4}")) {
      return new Scaling.Refused(
          "'" + amount + "' is no number of instances", "use 4, +1 or -1, up to 9999");
    }
    int number = Integer.parseInt(amount);
    boolean relative = amount.startsWith("+") || amount.startsWith("-");
    int wanted = Math.max(0, relative ? existing.size() + number : number);
    if (wanted == 0) {
      return new Scaling.Refused("an app has one instance at least", "to end it use 'delete'");
    }
    if (wanted == existing.size()) {
      return new Scaling.Refused(name + " has as many instances already", "name another number");
    }
    return wanted > existing.size()
        ? new Scaling.More(add(existing.getFirst().spec, wanted - existing.size()))
        : new Scaling.Fewer(existing.subList(wanted, existing.size()));
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
        instance.unread = each.unread();
        switch (each.goal()) {
          case UP -> toStart.add(instance);
          case RESTING -> supervisor.revive(instance, RESTING);
          case DOWN, GONE -> {
            // It is in the list, and stays down.
          }
        }
      }
    }
    return toStart;
  }

  private static boolean same(Supervised instance, Savings.Saved saved) {
    return instance.isOf(saved.spec()) && instance.slot == saved.slot();
  }
}
