package dev.reeve.config;

import dev.reeve.model.Problem;
import org.jspecify.annotations.Nullable;

/// What a file gave: its tree, or the one problem that kept it from being read.
record Source(@Nullable Object tree, @Nullable Problem problem) {
  static Source of(@Nullable Object tree) {
    return new Source(tree, null);
  }

  static Source failed(Problem problem) {
    return new Source(null, problem);
  }
}
