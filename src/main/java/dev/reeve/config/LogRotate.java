package dev.reeve.config;

import dev.reeve.model.Nearest;
import dev.reeve.model.Rotation;
import dev.reeve.model.RotationKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/// The value of `log_rotate`: what an app wants otherwise than its home, by the names that
/// [RotationKeys] has. An app that says how its files are rotated wants them rotated.
final class LogRotate {
  /// As it is written → as pm2-logrotate calls it.
  private static final Map<String, String> NAMES = names();

  private LogRotate() {}

  private static Map<String, String> names() {
    var names = new LinkedHashMap<String, String>();
    for (var same : new String[] {"max_size", "retain", "compress", "total_size"}) {
      names.put(same, same);
    }
    names.put("interval", "rotateInterval");
    return names;
  }

  static Reading read(Object raw) {
    if (raw instanceof Map<?, ?> map) {
      return settings(map);
    }
    return switch (ValueReader.read(Kind.BOOL, raw)) {
      case Reading.Good(var on) -> good(Map.of(RotationKeys.ENABLED, on.toString()));
      case Reading.Bad _ -> bad(ValueReader.quoted(raw) + " is not " + Kind.LOG_ROTATE.allowed());
    };
  }

  private static Reading settings(Map<?, ?> map) {
    var settings = new LinkedHashMap<String, String>();
    var faults = new ArrayList<String>();
    map.forEach((key, value) -> {
      var written = String.valueOf(key);
      var name = NAMES.get(written);
      if (name == null) {
        faults.add(unknown(written));
      } else if (value != null) {
        settings.put(name, ValueReader.plain(value));
      }
    });
    for (var problem : RotationKeys.read(settings, Rotation.USUAL).problems()) {
      faults.add(written(problem.key()) + ": " + problem.message() + " (" + problem.hint() + ")");
    }
    if (!faults.isEmpty()) {
      return bad(String.join(", ", faults));
    }
    settings.put(RotationKeys.ENABLED, "true");
    return good(settings);
  }

  private static String written(@org.jspecify.annotations.Nullable String name) {
    return "rotateInterval".equals(name) ? "interval" : String.valueOf(name);
  }

  private static String unknown(String key) {
    var nearest = Nearest.of(key, NAMES.keySet());
    return key
        + ": no key of it"
        + nearest.map(known -> " (did you mean '" + known + "'?)").orElse("");
  }

  private static Reading good(Map<String, String> settings) {
    return new Reading.Good(settings);
  }

  private static Reading bad(String message) {
    return new Reading.Bad(message, "write it like this: " + Kind.LOG_ROTATE.example());
  }
}
