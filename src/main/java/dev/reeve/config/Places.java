package dev.reeve.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Paths as users write them → absolute ones.
final class Places {
  private Places() {}

  /// `~` is the caller's home; a relative path starts at `base`; `/dev/null` and `NULL` stay.
  static String of(String path, Path base, Map<String, String> env) {
    if (isNowhere(path)) {
      return path;
    }
    if (path.equals("~") || path.startsWith("~/")) {
      var home = Path.of(env.getOrDefault("HOME", "/"));
      return home.resolve(path.length() < 2 ? "" : path.substring(2)).normalize().toString();
    }
    return base.resolve(path).normalize().toString();
  }

  /// A log file that is not wanted.
  static boolean isNowhere(@Nullable String path) {
    return path != null && (path.equals("/dev/null") || path.equals("NULL"));
  }
}
