package dev.reeve.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the command line says about apps. `values` are read already, by key of the option table;
/// `arguments` stood after `--`, null if there was none; `env` is the `<name>` of `env_<name>`;
/// `only` names the apps that are meant, empty for all.
public record Flags(
    Map<String, Object> values,
    @Nullable List<String> arguments,
    @Nullable String env,
    List<String> only) {
  public static final Flags NONE = new Flags(Map.of(), null, null, List.of());

  public Flags {
    values = Map.copyOf(values);
    arguments = arguments == null ? null : List.copyOf(arguments);
    only = List.copyOf(only);
  }

  /// The same, less what it says about one key.
  Flags without(String key) {
    var others = new HashMap<>(values);
    others.remove(key);
    return new Flags(others, arguments, env, only);
  }
}
