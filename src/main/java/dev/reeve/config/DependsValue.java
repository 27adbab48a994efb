package dev.reeve.config;

import dev.reeve.model.Dependency;
import dev.reeve.model.Dependency.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The value of `depends_on`, as a list of [Dependency]s.
final class DependsValue {
  private static final List<String> CONDITIONS =
      java.util.Arrays.stream(Condition.values()).map(Condition::word).toList();

  private DependsValue() {}

  static Reading read(Object raw) {
    var faults = Fields.faults();
    var found = new LinkedHashMap<String, Dependency>();
    if (raw instanceof Map<?, ?> map) {
      map.forEach((app, value) -> add(String.valueOf(app), value, found, faults));
    } else {
      List<?> names = raw instanceof List<?> list ? list : List.of(raw);
      for (var name : names) {
        if (name instanceof String app && !app.isBlank()) {
          add(app, Condition.STARTED.word(), found, faults);
        } else {
          faults.add(ValueReader.quoted(String.valueOf(name)) + " is not the name of an app");
        }
      }
    }
    return Fields.reading(new ArrayList<>(found.values()), faults, Kind.DEPENDS_ON);
  }

  private static void add(
      String app, @Nullable Object value, Map<String, Dependency> found, List<String> faults) {
    Object condition = value;
    if (value instanceof Map<?, ?> map) {
      condition = new Fields(map, app + ".", List.of("condition"), faults).value("condition");
    }
    var word = condition == null ? Condition.STARTED.word() : ValueReader.plain(condition);
    var known = Condition.ofWord(word);
    if (known.isEmpty()) {
      faults.add(
          "%s.condition: '%s' is not %s%s"
              .formatted(
                  app, word, String.join(" or ", CONDITIONS), Fields.nearest(word, CONDITIONS)));
    }
    if (found.put(app, new Dependency(app, known.orElse(Condition.STARTED))) != null) {
      faults.add("'" + app + "' stands there twice");
    }
  }
}
