package dev.reeve.config;

import dev.reeve.model.Nearest;
import dev.reeve.model.ShellLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The value of a key that is an object with keys of its own. What is wrong with them is collected,
/// and told all at once.
final class Fields {
  private final Map<?, ?> map;
  private final String where;
  private final List<String> faults;

  /// `where` stands before each fault; a key that is not among `known` is one.
  Fields(Map<?, ?> map, String where, List<String> known, List<String> faults) {
    this.map = map;
    this.where = where;
    this.faults = faults;
    for (var key : map.keySet()) {
      var written = String.valueOf(key);
      if (!known.contains(written)) {
        fault(written, "no key of it" + nearest(written, known));
      }
    }
  }

  static String nearest(String written, List<String> known) {
    return Nearest.of(written, known).map(near -> " (did you mean '" + near + "'?)").orElse("");
  }

  void fault(String key, String message) {
    faults.add(where + key + ": " + message);
  }

  @Nullable Object value(String key) {
    return map.get(key);
  }

  boolean has(String key) {
    return map.get(key) != null;
  }

  /// At least a millisecond, or `fallback` when nothing stands there; `zero`: or none at all.
  Duration duration(String key, Duration fallback, boolean zero) {
    var raw = map.get(key);
    if (raw == null) {
      return fallback;
    }
    var read = ValueReader.read(Kind.DURATION, raw);
    if (read instanceof Reading.Good(Duration given) && (zero || given.isPositive())) {
      return given;
    }
    fault(key, ValueReader.quoted(raw) + " is no time such as 10s");
    return fallback;
  }

  /// A whole number of 1 or more.
  int count(String key, int fallback) {
    var raw = map.get(key);
    if (raw == null) {
      return fallback;
    }
    if (ValueReader.read(Kind.COUNT, raw) instanceof Reading.Good(Integer count) && count > 0) {
      return count;
    }
    fault(key, ValueReader.quoted(raw) + " is not a whole number of 1 or more");
    return fallback;
  }

  String choice(String key, List<String> words) {
    var raw = map.get(key);
    if (raw == null) {
      return words.getFirst();
    }
    if (!words.contains(raw)) {
      fault(key, ValueReader.quoted(raw) + " is not " + String.join(" or ", words));
    }
    return ValueReader.plain(raw);
  }

  /// A line for a shell, or a list of words, as a command; empty, with a fault, for what is none.
  List<String> command(String key, Object raw) {
    if (raw instanceof Map || !(ValueReader.read(Kind.WORDS, raw) instanceof Reading.Good(var w))) {
      fault(key, ValueReader.quoted(raw) + " is not a command: a text or a list of texts");
      return List.of();
    }
    var words = ((List<?>) w).stream().map(String::valueOf).toList();
    if (words.isEmpty() || words.getFirst().isBlank()) {
      fault(key, "is empty, and should be a command");
      return List.of();
    }
    return raw instanceof List ? words : ShellLine.command(ValueReader.plain(raw));
  }

  /// What is read from a value, with all that is wrong with it in one sentence.
  static Reading reading(Object value, List<String> faults, Kind kind) {
    return faults.isEmpty()
        ? new Reading.Good(value)
        : new Reading.Bad(String.join(", ", faults), "write it like this: " + kind.example());
  }

  static List<String> faults() {
    return new ArrayList<>();
  }
}
