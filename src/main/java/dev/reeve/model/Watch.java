package dev.reeve.model;

import java.time.Duration;
import java.util.List;

/// The files whose change an app is restarted after. `paths` are as they were written, seen from
/// the app's folder, and empty for that folder; `ignored` are [PathPattern]s; `delay` is how long
/// it must have been quiet. What is not `on` keeps what is to hold when it is turned on.
public record Watch(
    boolean on,
    List<String> paths,
    List<String> ignored,
    Duration delay,
    boolean followLinks,
    int depth) {
  public static final int ANY_DEPTH = Integer.MAX_VALUE;
  public static final Watch OFF =
      new Watch(false, List.of(), List.of(), Duration.ZERO, true, ANY_DEPTH);

  public Watch {
    paths = List.copyOf(paths);
    ignored = List.copyOf(ignored);
  }

  public Watch turned(boolean other) {
    return new Watch(other, paths, ignored, delay, followLinks, depth);
  }
}
