package dev.reeve.model;

import java.util.Map;

/// The layers of the environment that lie outside of a spec, as they are now: what the caller's
/// shell has, and what the `.env` files of apps hold, by [#key] of the app.
public record FreshEnv(Map<String, String> caller, Map<String, Map<String, String>> files) {
  public FreshEnv {
    caller = Map.copyOf(caller);
    files = Map.copyOf(files);
  }

  public static String key(AppSpec spec) {
    return key(spec.namespace(), spec.name());
  }

  public static String key(String namespace, String name) {
    return namespace + "/" + name;
  }

  /// An app's environment with these layers for the ones it had. An app whose files are not among
  /// these keeps what it had of them.
  public AppSpec over(AppSpec spec) {
    var old = spec.environment();
    var read = files.getOrDefault(key(spec), old.files());
    return spec.withEnvironment(new AppSpec.Environment(caller, read, old.own(), old.rules()));
  }
}
