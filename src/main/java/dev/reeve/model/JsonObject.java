package dev.reeve.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One JSON object, read leniently: a field that is missing or of another type gives the fallback.
/// Readers of what other programs wrote check with [#has] first and say what is wrong.
public record JsonObject(Map<String, @Nullable Object> fields) {

  /// A builder's start: an object without fields.
  public static JsonObject empty() {
    return new JsonObject(new LinkedHashMap<>());
  }

  /// The object that a tree is, if it is one.
  public static Optional<JsonObject> of(@Nullable Object tree) {
    if (!(tree instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    var fields = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((key, value) -> fields.put(String.valueOf(key), value));
    return Optional.of(new JsonObject(fields));
  }

  /// This object with one more field; for building, before anyone else has seen it.
  public JsonObject with(String key, @Nullable Object value) {
    fields.put(key, value);
    return this;
  }

  public boolean has(String key) {
    return fields.get(key) != null;
  }

  public @Nullable Object value(String key) {
    return fields.get(key);
  }

  public @Nullable String textOrNull(String key) {
    return fields.get(key) instanceof String text ? text : null;
  }

  public String text(String key, String fallback) {
    return fields.get(key) instanceof String text ? text : fallback;
  }

  public long number(String key, long fallback) {
    return fields.get(key) instanceof Number number ? number.longValue() : fallback;
  }

  public double decimal(String key, double fallback) {
    return fields.get(key) instanceof Number number ? number.doubleValue() : fallback;
  }

  public boolean flag(String key, boolean fallback) {
    return fields.get(key) instanceof Boolean flag ? flag : fallback;
  }

  public JsonObject object(String key) {
    return of(fields.get(key)).orElseGet(JsonObject::empty);
  }

  public List<JsonObject> objects(String key) {
    return list(key).stream().flatMap(each -> of(each).stream()).toList();
  }

  public List<String> texts(String key) {
    return list(key).stream().map(String::valueOf).toList();
  }

  /// The field as text → text, each value in its JSON notation; a null value is left out.
  public Map<String, String> textMap(String key) {
    return object(key).fields.entrySet().stream()
        .filter(entry -> entry.getValue() != null)
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                entry -> String.valueOf(entry.getValue()),
                (_, last) -> last,
                LinkedHashMap::new));
  }

  public List<Integer> numbers(String key) {
    return list(key).stream()
        .filter(Number.class::isInstance)
        .map(each -> ((Number) each).intValue())
        .toList();
  }

  public List<?> list(String key) {
    return fields.get(key) instanceof List<?> list ? list : Collections.emptyList();
  }
}
