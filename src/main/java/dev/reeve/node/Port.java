package dev.reeve.node;

import dev.reeve.os.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A socket that the workers of an app listen at together.
sealed interface Port permits RoundRobin, SharedPort {
  /// A bound socket, as the first worker has asked for it: `key` is what Node calls it, `data` what
  /// that worker wants the others to know.
  record Bound(String key, @Nullable Object data, int fd, Place place) {}

  Bound bound();

  default String key() {
    return bound().key;
  }

  default @Nullable Object data() {
    return bound().data;
  }

  default int fd() {
    return bound().fd;
  }

  default Place place() {
    return bound().place;
  }

  void add(Worker worker);

  boolean heldBy(Worker worker);

  /// Connections that were taken out of its queue and are nobody's yet.
  List<Integer> returned();

  /// Goes on with such connections of another program's.
  void take(List<Integer> connections);

  /// The worker has closed it, or is gone.
  void remove(Worker worker);

  /// Nobody holds it.
  boolean deserted();

  void close();
}
