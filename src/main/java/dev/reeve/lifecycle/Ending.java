package dev.reeve.lifecycle;

import dev.reeve.model.Exit;

/// Why a run is ending: this decides what follows it.
public sealed interface Ending {
  /// A command asked for it.
  record Asked() implements Ending {}

  /// It went over its memory limit, after `uptimeNs`.
  record OverMemory(long uptimeNs) implements Ending {}

  /// It was not well, after `uptimeNs`; `ever`: it had been.
  record Unhealthy(long uptimeNs, boolean ever) implements Ending {}

  /// It ended by itself, after `uptimeNs`.
  record ByItself(Exit exit, long uptimeNs) implements Ending {}
}
