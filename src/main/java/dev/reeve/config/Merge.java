package dev.reeve.config;

import dev.reeve.model.EnvFile;
import dev.reeve.model.Nearest;
import dev.reeve.model.Problem;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The second and third step: an app's keys under their one spelling, read by their kind; then the
/// command line's over them; then the defaults.
final class Merge {
  /// Settings of PM2's daemon that are defaults of apps: variable → key.
  private static final Map<String, String> DEFAULTS_FROM_ENV =
      Map.of(
          "PM2_KILL_TIMEOUT", "kill_timeout",
          "PM2_KILL_USE_MESSAGE", "shutdown_with_message",
          "PM2_GRACEFUL_LISTEN_TIMEOUT", "listen_timeout",
          "PM2_LOG_DATE_FORMAT", "log_date_format",
          "PM2_PROCESS_INSTANCE_VAR", "instance_var");

  private final Entry entry;
  private final Report report;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Set<String> faulty = new HashSet<>();

  private Merge(Entry entry, Report report) {
    this.entry = entry;
    this.report = report;
  }

  static Settings of(Entry entry, Flags flags, Surroundings around, Report report) {
    var merge = new Merge(entry, report);
    entry.raw().forEach(merge::key);
    if (flags.env() != null) {
      merge.layer(flags.env());
    }
    merge.flags(flags, around);
    merge.defaults(around);
    return new Settings(merge.values, merge.faulty);
  }

  private void key(String key, @Nullable Object raw) {
    var option = OptionTable.ofKey(key);
    if (raw == null || isLayer(key, raw) || isPassedOver(option)) {
      return;
    }
    if (option == null) {
      unknown(key);
    } else {
      put(option, key, raw);
    }
  }

  /// `env_<name>`; of an environment that is called `file` the variables stand there, none of which
  /// is called `path`.
  static boolean isLayer(String key, Object raw) {
    boolean files = !(raw instanceof Map<?, ?> map) || map.containsKey("path");
    return key.startsWith("env_") && !(key.equals("env_file") && files);
  }

  /// An option of no meaning here goes without a word.
  private static boolean isPassedOver(@Nullable Option option) {
    return option != null && option.support() == Support.IGNORED;
  }

  private void put(Option option, String key, Object raw) {
    switch (ValueReader.read(option.kind(), raw)) {
      case Reading.Good(var value) -> values.put(option.key(), value);
      case Reading.Bad(var message, var hint) -> fault(option.key(), key, message, hint);
    }
  }

  private void fault(String key, String written, String message, String hint) {
    faulty.add(key);
    report.problem(new Problem(entry.file(), entry.at(written), message, hint));
  }

  private void unknown(String key) {
    var nearest = Nearest.of(key, OptionTable.keys());
    report.warning(
        new Problem(
            entry.file(),
            entry.at(key),
            "unknown key, ignored",
            nearest.map(known -> "did you mean '" + known + "'?").orElse(null)));
  }

  /// `env_<name>` over `env`.
  private void layer(String name) {
    var key = "env_" + name;
    var raw = entry.raw().get(key);
    if (raw == null) {
      if (entry.file() != null) {
        report.warning(
            new Problem(entry.file(), entry.at(key), "not there, so --env adds nothing", null));
      }
      return;
    }
    switch (ValueReader.read(Kind.OBJECT, raw)) {
      case Reading.Good(Map<?, ?> added) -> {
        var all = new Settings(values).texts("env");
        added.forEach((each, value) -> all.put(String.valueOf(each), String.valueOf(value)));
        values.put("env", all);
      }
      case Reading.Good(var value) -> throw new IllegalStateException("no object: " + value);
      case Reading.Bad(var message, var hint) -> fault("env", key, message, hint);
    }
  }

  /// Paths of the command line start where the command was given.
  private void flags(Flags flags, Surroundings around) {
    for (var option : OptionTable.all()) {
      var value = flags.values().get(option.key());
      if (value == null || option.support() == Support.IGNORED) {
        continue;
      }
      if (option.kind() == Kind.PATH && value instanceof String path && !path.equals("true")) {
        values.put(option.key(), Places.of(path, around.cwd(), around.env()));
      } else if (option.kind() == Kind.ENV_FILE && value instanceof List<?> files) {
        var placed = files.stream().map(EnvFile.class::cast).map(file -> placed(file, around));
        values.put(option.key(), placed.toList());
      } else {
        values.put(option.key(), value);
      }
    }
    if (flags.arguments() != null) {
      values.put("args", flags.arguments());
    }
  }

  private static EnvFile placed(EnvFile file, Surroundings around) {
    return new EnvFile(Places.of(file.path(), around.cwd(), around.env()), file.required());
  }

  private void defaults(Surroundings around) {
    DEFAULTS_FROM_ENV.forEach((variable, key) -> fromEnv(variable, key, around.env()));
    for (var option : OptionTable.all()) {
      if (option.fallback() != null) {
        values.putIfAbsent(option.key(), option.fallback());
      }
    }
  }

  private void fromEnv(String variable, String key, Map<String, String> env) {
    var text = env.getOrDefault(variable, "");
    var option = OptionTable.ofKey(key);
    if (text.isBlank() || option == null || values.containsKey(key)) {
      return;
    }
    switch (ValueReader.read(option.kind(), text)) {
      case Reading.Good(var value) -> values.put(key, value);
      case Reading.Bad(var message, var hint) ->
          report.warning(new Problem(null, variable, message + ", ignored", hint));
    }
  }
}
