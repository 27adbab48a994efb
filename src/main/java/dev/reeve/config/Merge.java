package dev.reeve.config;

import dev.reeve.model.Nearest;
import dev.reeve.model.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  private static final String NOT_ACTED_ON = " is not acted on yet";

  private final Entry entry;
  private final Report report;
  private final Map<String, Object> values = new LinkedHashMap<>();

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
    return new Settings(merge.values);
  }

  private void key(String key, @Nullable Object raw) {
    var option = OptionTable.ofKey(key);
    if (raw == null || key.startsWith("env_") || isPassedOver(raw, option)) {
      return;
    }
    if (option == null) {
      unknown(key);
    } else if (option.support() == Support.LATER) {
      later(entry.at(key), key);
    } else {
      put(option, key, raw);
    }
  }

  /// Whether a value may go without a word: an option of no meaning here, or one that is off.
  private static boolean isPassedOver(Object raw, @Nullable Option option) {
    if (option == null || option.support() == Support.SUPPORTED) {
      return false;
    }
    boolean off = raw.equals(false) || raw.equals("") || (raw instanceof List<?> l && l.isEmpty());
    return option.support() == Support.IGNORED || off;
  }

  private void put(Option option, String key, Object raw) {
    switch (ValueReader.read(option.kind(), raw)) {
      case Reading.Good(var value) -> values.put(option.key(), value);
      case Reading.Bad(var message, var hint) ->
          report.problem(new Problem(entry.file(), entry.at(key), message, hint));
    }
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

  private void later(String where, String what) {
    report.warning(new Problem(entry.file(), where, what + NOT_ACTED_ON, null));
  }

  /// Whether a warning says that Reeve does nothing with a key yet; others may.
  static boolean isNotActedOn(Problem warning) {
    return warning.message().endsWith(NOT_ACTED_ON);
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
      case Reading.Bad(var message, var hint) ->
          report.problem(new Problem(entry.file(), entry.at(key), message, hint));
    }
  }

  /// Paths of the command line start where the command was given.
  private void flags(Flags flags, Surroundings around) {
    for (var option : OptionTable.all()) {
      var value = flags.values().get(option.key());
      if (value == null || option.support() == Support.IGNORED) {
        continue;
      }
      if (option.support() == Support.LATER) {
        later("--" + option.flags().getFirst().name(), option.key());
      } else if (option.kind() == Kind.PATH
          && value instanceof String path
          && !path.equals("true")) {
        values.put(option.key(), Places.of(path, around.cwd(), around.env()));
      } else {
        values.put(option.key(), value);
      }
    }
    if (flags.arguments() != null) {
      values.put("args", flags.arguments());
    }
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
