package dev.reeve;

/// What this jar was built from, compiled into the code: an AOT cache that belongs to other code
/// shows itself by a different [#ID] (the JVM does not notice; measured on Temurin 25.0.3).
public final class Build {
  /// Reeve's own version.
  public static final String VERSION = "${project.version}";

  /// Sixteen hexadecimal digits over all sources, or `unstamped` when built by hand.
  public static final String ID = "${reeve.build}";

  private Build() {}
}
