package dev.reeve.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A spec, and what was written for it: key of the option table → value as it stands in the file or
/// was given on the command line. What is off and what is a default by silence is not among it.
public record WrittenApp(AppSpec spec, Map<String, Object> keys) {
  public WrittenApp {
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
  }

  public boolean has(String key) {
    return keys.containsKey(key);
  }

  /// Empty for what was not written.
  public String text(String key) {
    return keys.containsKey(key) ? String.valueOf(keys.get(key)) : "";
  }
}
