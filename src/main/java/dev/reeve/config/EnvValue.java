package dev.reeve.config;

import dev.reeve.model.EnvFile;
import dev.reeve.model.EnvFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The values of `env_file`, as a list of [EnvFile]s, and of `filter_env`, as an [EnvFilter].
final class EnvValue {
  private EnvValue() {}

  /// A path, an object `{ path, required }` as Docker Compose has it, or a list of them.
  static Reading files(Object raw) {
    var faults = Fields.faults();
    var files = new ArrayList<EnvFile>();
    List<?> all = raw instanceof List<?> list ? list : List.of(raw);
    for (var each : all) {
      if (each instanceof Map<?, ?> map) {
        var fields = new Fields(map, "", List.of("path", "required"), faults);
        var required = fields.value("required");
        add(fields.value("path"), required == null ? true : required, files, faults);
      } else {
        add(each, true, files, faults);
      }
    }
    return Fields.reading(files, faults, Kind.ENV_FILE);
  }

  private static void add(
      @org.jspecify.annotations.Nullable Object path,
      Object required,
      List<EnvFile> files,
      List<String> faults) {
    if (!(path instanceof String text) || text.isBlank() || text.indexOf(0) >= 0) {
      faults.add((path == null ? "null" : ValueReader.quoted(path)) + " is not a path");
    } else if (ValueReader.read(Kind.BOOL, required) instanceof Reading.Good(Boolean must)) {
      files.add(new EnvFile(text, must));
    } else {
      faults.add("required: " + ValueReader.quoted(required) + " is not true or false");
    }
  }

  static Reading filter(Object raw) {
    if (ValueReader.read(Kind.BOOL, raw) instanceof Reading.Good(Boolean all)) {
      return new Reading.Good(all ? EnvFilter.ALL : EnvFilter.NONE);
    }
    var faults = Fields.faults();
    List<?> all = raw instanceof List<?> list ? list : List.of(raw);
    for (var each : all) {
      if (!(each instanceof String text) || text.isBlank()) {
        var shown = each == null ? "null" : ValueReader.quoted(each);
        faults.add(shown + " is not how the name of a variable begins");
      }
    }
    var prefixes = all.stream().map(String::valueOf).toList();
    return Fields.reading(new EnvFilter(false, prefixes), faults, Kind.FILTER);
  }
}
