package dev.reeve.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/// What is wrong with the `depends_on` of an app, and what to do.
public record DependencyFault(String app, String message, String hint) {

  /// What is wrong among apps that are all there are.
  public static List<DependencyFault> among(Collection<AppSpec> specs) {
    var faults = known(specs);
    var names = new LinkedHashSet<String>();
    specs.forEach(spec -> names.add(spec.name()));
    for (var spec : specs) {
      for (var each : spec.care().dependsOn()) {
        if (!names.contains(each.app())) {
          faults.add(unknown(spec, each.app(), names));
        }
      }
    }
    return faults;
  }

  /// The same for some of them: one that is not known here may be elsewhere.
  public static List<DependencyFault> known(Collection<AppSpec> specs) {
    var faults = new ArrayList<DependencyFault>();
    var circle = DependencyGraph.of(specs).cycle();
    if (!circle.isEmpty()) {
      faults.add(
          new DependencyFault(
              circle.getFirst(),
              "none of these can start first: " + String.join(" → ", circle),
              "take one of them out of the depends_on of another"));
    }
    for (var spec : specs) {
      for (var each : spec.care().dependsOn()) {
        specs.stream()
            .filter(other -> other.name().equals(each.app()))
            .forEach(other -> never(spec, each, other, faults));
      }
    }
    return faults;
  }

  private static DependencyFault unknown(AppSpec spec, String app, Collection<String> names) {
    var nearest = Nearest.of(app, names);
    return new DependencyFault(
        spec.name(),
        "no app is named '" + app + "'",
        nearest
            .map(name -> "did you mean '" + name + "'?")
            .orElse("start it first, or put it into the same file"));
  }

  /// What an app waits for, but can't come.
  private static void never(
      AppSpec spec, Dependency each, AppSpec other, List<DependencyFault> faults) {
    boolean ends =
        other.restart().when() != AppSpec.When.ALWAYS
            || other.restart().stopExitCodes().contains(0);
    if (each.condition() == Dependency.Condition.HEALTHY && other.care().health() == null) {
      faults.add(
          new DependencyFault(
              spec.name(),
              each.app() + " has no health check, so it is never healthy",
              "give it one (health), or wait for 'ready' or 'started'"));
    }
    if (each.condition() == Dependency.Condition.COMPLETED && !ends) {
      faults.add(
          new DependencyFault(
              spec.name(),
              each.app() + " is restarted whenever it ends, so it is never completed",
              "give it \"restart\": \"on-failure\", or wait for 'ready' or 'started'"));
    }
  }
}
