package dev.reeve.config;

import dev.reeve.model.Care;
import dev.reeve.model.Cron;
import dev.reeve.model.Dependency;
import dev.reeve.model.EnvFile;
import dev.reeve.model.EnvFilter;
import dev.reeve.model.HealthCheck;
import dev.reeve.model.Hook;
import dev.reeve.model.Renewal;
import dev.reeve.model.TreeKill;
import dev.reeve.model.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The values of one app by key of the option table, read and with defaults. Asking for a key as a
/// type that its [Kind] does not have is our own mistake. `faulty` are the keys whose values could
/// not be read, and which stand here with their defaults.
record Settings(Map<String, Object> values, Set<String> faulty) {
  Settings(Map<String, Object> values) {
    this(values, Set.of());
  }

  /// A text that is not blank.
  @Nullable String filled(String key) {
    var text = text(key);
    return text == null || text.isBlank() ? null : text;
  }

  @Nullable String text(String key) {
    return values.get(key) instanceof String text ? text : null;
  }

  String text(String key, String fallback) {
    return values.get(key) instanceof String text ? text : fallback;
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  boolean flag(String key) {
    return (Boolean) must(key);
  }

  TreeKill treeKill() {
    return values.get("treekill") instanceof Boolean on
        ? TreeKill.of(on)
        : (TreeKill) must("treekill");
  }

  int count(String key) {
    return (Integer) must(key);
  }

  long bytes(String key) {
    return values.get(key) instanceof Long bytes ? bytes : 0;
  }

  Duration duration(String key) {
    return (Duration) must(key);
  }

  List<String> words(String key) {
    return ((List<?>) must(key)).stream().map(String::valueOf).toList();
  }

  List<Integer> numbers(String key) {
    return ((List<?>) must(key)).stream().map(Integer.class::cast).toList();
  }

  Map<String, String> texts(String key) {
    var texts = new LinkedHashMap<String, String>();
    if (values.get(key) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
    }
    return texts;
  }

  EnvFilter filter() {
    return values.get("filter_env") instanceof EnvFilter filter ? filter : EnvFilter.NONE;
  }

  List<EnvFile> envFiles() {
    return ((List<?>) must("env_file")).stream().map(EnvFile.class::cast).toList();
  }

  Care care() {
    var needs = new ArrayList<Dependency>();
    if (values.get("depends_on") instanceof List<?> list) {
      list.forEach(each -> needs.add((Dependency) each));
    }
    var hooks = new EnumMap<Hook.When, Hook>(Hook.When.class);
    if (values.get("hooks") instanceof Map<?, ?> map) {
      map.forEach((when, hook) -> hooks.put((Hook.When) when, (Hook) hook));
    }
    var health = values.get("health") instanceof HealthCheck check ? check : null;
    return new Care(health, needs, hooks, renewal());
  }

  private Renewal renewal() {
    var options =
        values.get("watch_options") instanceof WatchValue.Options given
            ? given
            : WatchValue.Options.USUAL;
    var wanted = values.get("watch");
    var ignored = new ArrayList<>(options.ignored());
    if (values.get("ignore_watch") instanceof List<?> list) {
      list.forEach(each -> ignored.add(String.valueOf(each)));
    }
    var paths = wanted instanceof List<?> list ? list : List.of();
    return new Renewal(
        new Watch(
            wanted != null && !wanted.equals(false),
            paths.stream().map(String::valueOf).toList(),
            ignored,
            values.get("watch_delay") instanceof Duration delay ? delay : options.quiet(),
            options.followLinks(),
            options.depth()),
        values.get("cron_restart") instanceof Cron cron ? cron : null);
  }

  private Object must(String key) {
    var value = values.get(key);
    if (value != null) {
      return value;
    }
    throw new IllegalStateException("no value for '" + key + "' in " + values);
  }
}
