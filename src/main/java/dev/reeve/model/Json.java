package dev.reeve.model;

import io.avaje.json.mapper.JsonMapper;
import io.avaje.json.stream.JsonStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON text ↔ trees of `Map`, `List`, `String`, `Boolean`, `Long`, `Double` and null. Objects keep
/// the order of their keys, nulls and empty values are written. The library: ADR 0002.
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .jsonStream(JsonStream.builder().serializeNulls(true).serializeEmpty(true).build())
          .build();

  /// Text that is no JSON; the message says where.
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  private Json() {}

  /// The tree of one JSON value.
  public static @Nullable Object parse(String text) throws Malformed {
    try {
      return MAPPER.fromJson(text);
    } catch (RuntimeException refused) {
      throw new Malformed(String.valueOf(refused.getMessage()));
    }
  }

  /// The tree of one JSON object; any other value is [Malformed].
  public static JsonObject parseObject(String text) throws Malformed {
    return JsonObject.of(parse(text)).orElseThrow(() -> new Malformed("not a JSON object"));
  }

  /// One line of JSON for a tree as [#parse] makes them; `JsonObject` and any `Number` may stand
  /// in.
  public static String write(@Nullable Object tree) {
    return MAPPER.toJson(plain(tree));
  }

  private static @Nullable Object plain(@Nullable Object tree) {
    return switch (tree) {
      case JsonObject object -> plain(object.fields());
      case Map<?, ?> map -> {
        var copy = new java.util.LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), plain(value)));
        yield copy;
      }
      case List<?> list -> list.stream().map(Json::plain).toList();
      case null, default -> tree;
    };
  }
}
