package dev.reeve.loop;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// At most one deadline a key, the earliest first. A changed deadline leaves its old entry in the
/// heap, and the entry is dropped when it comes up: there is nothing to cancel.
public final class Deadlines<K> {
  public static final long NEVER = Long.MAX_VALUE;

  private final Map<K, Long> armed = new HashMap<>();
  private final PriorityQueue<Entry<K>> heap = new PriorityQueue<>();

  private record Entry<K>(long atNs, K key) implements Comparable<Entry<K>> {
    @Override
    public int compareTo(Entry<K> other) {
      return Long.compare(atNs, other.atNs);
    }
  }

  /// From now on the key is due at `atNs`, and at no other time; [#NEVER] disarms it.
  public void arm(K key, long atNs) {
    if (atNs == NEVER) {
      armed.remove(key);
      return;
    }
    var before = armed.put(key, atNs);
    if (before == null || before != atNs) {
      heap.add(new Entry<>(atNs, key));
    }
  }

  /// The key whose deadline is the longest past at `nowNs`, which is disarmed by that; else null.
  public @Nullable K due(long nowNs) {
    dropStale();
    var first = heap.peek();
    if (first == null || first.atNs > nowNs) {
      return null;
    }
    heap.remove();
    armed.remove(first.key);
    return first.key;
  }

  /// When the next key is due, or [#NEVER].
  public long nextNs() {
    dropStale();
    var first = heap.peek();
    return first == null ? NEVER : first.atNs;
  }

  /// How many keys are armed.
  public int size() {
    return armed.size();
  }

  private void dropStale() {
    for (var first = heap.peek(); first != null && stale(first); first = heap.peek()) {
      heap.remove();
    }
  }

  private boolean stale(Entry<K> entry) {
    var current = armed.get(entry.key);
    return current == null || current != entry.atNs;
  }
}
