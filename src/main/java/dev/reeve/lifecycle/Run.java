package dev.reeve.lifecycle;

/// One process of an instance, from its spawn (`startedNs`, monotonic) to its exit.
public record Run(int pid, long startedNs) {
  long uptimeNs(long nowNs) {
    return nowNs - startedNs;
  }
}
