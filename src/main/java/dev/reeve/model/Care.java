package dev.reeve.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an app asks for beyond a process that runs: to be asked whether it is well, to start after
/// others, that something is done when something has happened to it, and that its runs are replaced
/// now and then.
public record Care(
    @Nullable HealthCheck health,
    List<Dependency> dependsOn,
    Map<Hook.When, Hook> hooks,
    Renewal renewal) {
  public static final Care NONE = new Care(null, List.of(), Map.of());

  public Care {
    dependsOn = List.copyOf(dependsOn);
    var ordered = new EnumMap<Hook.When, Hook>(Hook.When.class);
    ordered.putAll(hooks);
    hooks = Collections.unmodifiableMap(ordered);
  }

  public Care(
      @Nullable HealthCheck health, List<Dependency> dependsOn, Map<Hook.When, Hook> hooks) {
    this(health, dependsOn, hooks, Renewal.NONE);
  }

  public Care with(Renewal other) {
    return new Care(health, dependsOn, hooks, other);
  }
}
