package dev.reeve.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Which variables of the caller an app is not handed: those whose names start so, or with `all`
/// every one but what a program can hardly do without.
public record EnvFilter(boolean all, List<String> prefixes) {
  public static final EnvFilter NONE = new EnvFilter(false, List.of());
  public static final EnvFilter ALL = new EnvFilter(true, List.of());

  private static final Set<String> NEEDED =
      Set.of("PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TMPDIR");

  public EnvFilter {
    prefixes = List.copyOf(prefixes);
  }

  /// Both.
  public EnvFilter and(EnvFilter other) {
    return new EnvFilter(
        all || other.all, Stream.concat(prefixes.stream(), other.prefixes.stream()).toList());
  }

  /// What is left of the caller's variables.
  public Map<String, String> of(Map<String, String> caller) {
    if (equals(NONE)) {
      return caller;
    }
    var left = new LinkedHashMap<>(caller);
    left.keySet().removeIf(name -> all && !NEEDED.contains(name) && !name.startsWith("LC_"));
    left.keySet().removeIf(name -> prefixes.stream().anyMatch(name::startsWith));
    return left;
  }
}
