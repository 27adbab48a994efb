package dev.reeve.config;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One app as it was written. `file` is the file's name as the user gave it, null for a script of
/// the command line; `label` the app's name or place in the file; `base` the folder that a relative
/// `cwd` starts from.
record Entry(@Nullable String file, String label, Map<String, @Nullable Object> raw, Path base) {

  /// The key as problems name it: `nanoclaw.script`.
  String at(String key) {
    return label + "." + key;
  }
}
