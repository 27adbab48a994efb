package dev.reeve.daemon;

import dev.reeve.lifecycle.Input;
import dev.reeve.model.DependencyGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The order of a command for several instances. Starts go from what is needed to what needs it,
/// ends the other way round; and one that runs is restarted, or ends, when those before it are
/// done.
final class Order {
  private final DependencyGraph graph;
  private final DependencyGraph later;
  private final Set<String> related;
  private final List<Supervised> sorted;
  private final boolean ends;

  Order(Supervisor supervisor, Input input, List<Supervised> instances) {
    this.ends = ends(input);
    boolean connected = supervisor.all().stream().filter(Order::needsOthers).findAny().isPresent();
    this.graph =
        DependencyGraph.of(
            connected ? supervisor.all().stream().map(each -> each.spec).toList() : List.of());
    this.sorted = connected ? sorted(instances) : List.copyOf(instances);
    this.later = ends ? graph : graph.reversed();
    var names = new HashSet<String>();
    instances.forEach(each -> names.add(each.spec.name()));
    this.related = later.neededByOthers(names);
    this.related.retainAll(names);
  }

  private static boolean needsOthers(Supervised instance) {
    return !instance.spec.care().dependsOn().isEmpty();
  }

  static boolean ends(Input input) {
    return input instanceof Input.Stop || input instanceof Input.Delete;
  }

  private List<Supervised> sorted(List<Supervised> instances) {
    var levels = new HashMap<String, Integer>();
    int level = 0;
    for (var apps : graph.levels()) {
      for (var app : apps) {
        levels.put(app, ends ? -level : level);
      }
      level++;
    }
    var all = new ArrayList<>(instances);
    all.sort(Comparator.comparingInt(each -> levels.getOrDefault(each.spec.name(), 0)));
    return all;
  }

  /// All of them, those first that others wait for.
  List<Supervised> sorted() {
    return sorted;
  }

  /// Whether any of them comes before another.
  boolean isRelated() {
    return !related.isEmpty();
  }

  /// Whether apps of this command come before an instance.
  boolean isRelated(Supervised instance) {
    return related.contains(instance.spec.name());
  }

  /// The apps that come after others of `undone`, directly or by way of apps that are done.
  Set<String> after(Set<String> undone) {
    return undone.isEmpty() ? Set.of() : later.neededByOthers(undone);
  }
}
