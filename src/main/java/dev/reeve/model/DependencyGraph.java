package dev.reeve.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
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
    var done = new HashSet<String>();
    for (var app : needs.keySet()) {
      var circle = circleFrom(app, done);
      if (!circle.isEmpty()) {
        return circle;
      }
    }
    return List.of();
  }

  /// Depth first, with a path of its own: a list may be a single long chain.
  private List<String> circleFrom(String app, Set<String> done) {
    var path = new LinkedHashMap<String, Iterator<String>>();
    var open = new ArrayDeque<String>();
    var next = app;
    while (next != null) {
      if (path.containsKey(next)) {
        return circle(List.copyOf(path.keySet()), next);
      }
      if (!done.contains(next)) {
        path.put(next, of(next).iterator());
        open.push(next);
      }
      next = null;
      while (next == null && !open.isEmpty()) {
        var last = open.element();
        var left = path.getOrDefault(last, Collections.emptyIterator());
        if (left.hasNext()) {
          next = left.next();
        } else {
          done.add(last);
          path.remove(open.pop());
        }
      }
    }
    return List.of();
  }

  private static List<String> circle(List<String> path, String first) {
    var circle = new ArrayList<>(path.subList(path.indexOf(first), path.size()));
    circle.add(first);
    return circle;
  }

  /// The order of starting: each level needs nothing but what stands in those before it. Apps that
  /// need each other in a circle come last, together.
  public List<List<String>> levels() {
    var open = new HashMap<String, Integer>();
    var neededBy = new HashMap<String, List<String>>();
    needs.forEach((app, all) -> {
      open.put(app, all.size());
      all.forEach(each -> neededBy.computeIfAbsent(each, _ -> new ArrayList<>()).add(app));
    });
    var levels = new ArrayList<List<String>>();
    var left = new LinkedHashSet<>(needs.keySet());
    var level = left.stream().filter(app -> of(app).isEmpty()).toList();
    while (!level.isEmpty()) {
      levels.add(level);
      level.forEach(left::remove);
      var freed = new HashSet<String>();
      for (var app : level) {
        for (var other : neededBy.getOrDefault(app, List.of())) {
          if (open.merge(other, -1, Integer::sum) == 0) {
            freed.add(other);
          }
        }
      }
      level = freed.size() < 2 ? List.copyOf(freed) : inOrder(freed);
    }
    if (!left.isEmpty()) {
      levels.add(List.copyOf(left));
    }
    return levels;
  }

  private List<String> inOrder(Set<String> apps) {
    return needs.keySet().stream().filter(apps::contains).toList();
  }

  /// The same apps, those that need an app in the place of those that it needs.
  public DependencyGraph reversed() {
    var other = new DependencyGraph();
    needs.keySet().forEach(app -> other.needs.put(app, new LinkedHashSet<>()));
    needs.forEach((app, all) ->
        all.forEach(
            each -> other.needs.computeIfAbsent(each, _ -> new LinkedHashSet<>()).add(app)));
    return other;
  }

  /// The apps that some *other* app of `apps` needs, directly or by way of others. It takes as many
  /// steps as there are needs: of each app it is enough to know two that need it.
  public Set<String> neededByOthers(Collection<String> apps) {
    var needing = new HashMap<String, Set<String>>();
    var open = new ArrayDeque<Map.Entry<String, String>>();
    apps.forEach(app -> of(app).forEach(each -> open.add(Map.entry(each, app))));
    while (!open.isEmpty()) {
      var next = open.poll();
      var known = needing.computeIfAbsent(next.getKey(), _ -> new HashSet<>());
      if (known.size() < 2 && known.add(next.getValue())) {
        of(next.getKey()).forEach(each -> open.add(Map.entry(each, next.getValue())));
      }
    }
    var found = new HashSet<String>();
    needing.forEach((app, all) -> {
      if (all.size() > 1 || !all.contains(app)) {
        found.add(app);
      }
    });
    return found;
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
