package dev.reeve.config;

/// How the evaluation of an ecosystem file in JavaScript ended.
sealed interface Evaluated {
  /// With an object of JSON: `value`, `nothing`, or `failed` with `file`, `line` and `hint`.
  record Given(String json) implements Evaluated {}

  /// Without an export; `said` is what it printed in its place.
  record Silent(String said) implements Evaluated {}

  /// Not within its time.
  record Late() implements Evaluated {}

  /// Not at all, for a reason that is not the file's.
  record Impossible(String reason) implements Evaluated {}
}
