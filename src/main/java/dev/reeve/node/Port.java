package dev.reeve.node;

import dev.reeve.os.Place;
import org.jspecify.annotations.Nullable;

/// A socket that the workers of an app listen at together.
sealed interface Port permits RoundRobin, SharedPort {
  /// What Node calls it.
  String key();

  /// What the first worker wants the others to know.
  @Nullable Object data();

  int fd();

  Place place();

  void add(Worker worker);

  /// The worker has closed it, or is gone.
  void remove(Worker worker);

  /// Nobody holds it.
  boolean deserted();

  void close();
}
