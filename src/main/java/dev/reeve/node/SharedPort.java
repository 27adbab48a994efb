package dev.reeve.node;

import dev.reeve.os.Sockets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A socket that each worker has itself: whoever is quickest takes what comes.
final class SharedPort implements Port {
  private final Sockets sockets;
  private final Bound bound;
  private final Set<Worker> holders = new HashSet<>();

  SharedPort(Sockets sockets, Bound bound) {
    this.sockets = sockets;
    this.bound = bound;
  }

  @Override
  public Bound bound() {
    return bound;
  }

  @Override
  public void add(Worker worker) {
    holders.add(worker);
  }

  @Override
  public boolean heldBy(Worker worker) {
    return holders.contains(worker);
  }

  @Override
  public List<Integer> returned() {
    return List.of();
  }

  @Override
  public void take(List<Integer> connections) {
    throw new IllegalStateException("a shared port has none: " + connections);
  }

  @Override
  public void remove(Worker worker) {
    holders.remove(worker);
  }

  @Override
  public boolean deserted() {
    return holders.isEmpty();
  }

  @Override
  public void close() {
    sockets.end(bound.fd());
  }
}
