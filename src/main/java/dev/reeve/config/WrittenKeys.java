package dev.reeve.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What one app says, key by key under the one spelling of each, as it was written.
final class WrittenKeys {
  private WrittenKeys() {}

  static Map<String, Object> of(Entry entry, Flags flags) {
    var keys = new LinkedHashMap<String, Object>();
    entry.raw().forEach((key, raw) -> put(keys, key, raw));
    var layer = flags.env() == null ? null : entry.raw().get("env_" + flags.env());
    if (layer != null) {
      keys.putIfAbsent("env", layer);
    }
    return keys;
  }

  private static void put(Map<String, Object> keys, String key, @Nullable Object raw) {
    var option = raw == null || Merge.isLayer(key, raw) ? null : OptionTable.ofKey(key);
    if (option != null && raw != null && !saysNothing(option, raw)) {
      keys.put(option.key(), raw);
    }
  }

  /// What is off is as if it were not there, unless it is on by silence.
  private static boolean saysNothing(Option option, Object raw) {
    boolean off = raw.equals(false) || raw.equals("") || (raw instanceof List<?> l && l.isEmpty());
    boolean plain = option.kind() == Kind.BOOL || option.support() != Support.SUPPORTED;
    return (off && plain && !Boolean.TRUE.equals(option.fallback()))
        || raw.equals(option.fallback());
  }
}
