package dev.reeve.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which app starts after which, by name. Names that no app has are left out.
public final class DependencyGraph {
  private final Map<String, Set<String>> needs = new LinkedHashMap<>();

  private DependencyGraph() {}

  /// Several apps of one name count as one.
  public static DependencyGraph of(Collection<AppSpec> specs) {
    var graph = new DependencyGraph();
    specs.forEach(spec -> graph.needs.computeIfAbsent(spec.name(), _ -> new LinkedHashSet<>()));
    for (var spec : specs) {
      spec.care().dependsOn().stream()
          .map(Dependency::app)
          .filter(graph.needs::containsKey)
          .forEach(graph.of(spec.name())::add);
    }
    return graph;
  }

  private Set<String> of(String app) {
    return needs.getOrDefault(app, Set.of());
  }

  /// The apps of one circle in order, the first of them again at the end; empty without any.
  public List<String> cycle() {
    var done = new LinkedHashSet<String>();
    for (var app : needs.keySet()) {
      var circle = circleFrom(app, new ArrayList<>(), done);
      if (!circle.isEmpty()) {
        return circle;
      }
    }
    return List.of();
  }

  private List<String> circleFrom(String app, List<String> path, Set<String> done) {
    int seenAt = path.indexOf(app);
    if (seenAt >= 0) {
      var circle = new ArrayList<>(path.subList(seenAt, path.size()));
      circle.add(app);
      return circle;
    }
    if (done.contains(app)) {
      return List.of();
    }
    path.add(app);
    for (var needed : of(app)) {
      var circle = circleFrom(needed, path, done);
      if (!circle.isEmpty()) {
        return circle;
      }
    }
    path.removeLast();
    done.add(app);
    return List.of();
  }

  /// The order of starting: each level needs nothing but what stands in those before it. Apps that
  /// need each other in a circle come last, together.
  public List<List<String>> levels() {
    var levels = new ArrayList<List<String>>();
    var left = new LinkedHashSet<>(needs.keySet());
    while (!left.isEmpty()) {
      var level = left.stream().filter(app -> of(app).stream().noneMatch(left::contains)).toList();
      levels.add(level.isEmpty() ? List.copyOf(left) : level);
      levels.getLast().forEach(left::remove);
    }
    return levels;
  }

  /// All that an app needs, directly or by way of others, without itself.
  public Set<String> neededBy(String app) {
    var found = new LinkedHashSet<String>();
    var open = new ArrayList<>(of(app));
    while (!open.isEmpty()) {
      var next = open.removeLast();
      if (found.add(next)) {
        open.addAll(of(next));
      }
    }
    found.remove(app);
    return found;
  }
}
