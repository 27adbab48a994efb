package dev.reeve.config;

import dev.reeve.model.SearchPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds commands on disk as the daemon will at each spawn: `node_modules/.bin` first, then PATH.
record Commands(String cwd, Map<String, String> env) {

  /// The file that `name` would run, null if there is none.
  @Nullable Path find(String name) {
    for (var candidate : new SearchPath(cwd, env.getOrDefault("PATH", "")).candidates(name)) {
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return candidate;
      }
    }
    return null;
  }
}
