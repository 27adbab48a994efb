package dev.reeve.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// The value of `ready`: one way in which a run shows that it is ready, and what that takes.
final class ReadyValue {
  private ReadyValue() {}

  /// The way → its address, port or expression (empty for a way that takes none); null for what is
  /// none.
  static @Nullable Map<String, String> read(Object raw) {
    if (raw instanceof Map<?, ?> map && map.size() == 1) {
      var only = map.entrySet().iterator().next();
      var what = only.getValue() == null ? "" : ValueReader.plain(only.getValue());
      var way = String.valueOf(only.getKey()).toLowerCase(Locale.ROOT);
      return fits(way, what) ? Map.of(way, what) : null;
    }
    var word = ValueReader.plain(raw);
    return word.equals("message") || word.equals("listening") || word.equals("notify")
        ? Map.of(word, "")
        : null;
  }

  private static boolean fits(String way, String what) {
    return switch (way) {
      case "http" -> what.matches("http://[^/\\s:]+(:\\d{1,5})?(/\\S*)?");
      case "tcp" -> what.matches("(\\S+:)?\\d{1,5}");
      case "log" -> isExpression(what);
      default -> false;
    };
  }

  private static boolean isExpression(String text) {
    try {
      return !text.isEmpty() && !Pattern.compile(text).pattern().isEmpty();
    } catch (PatternSyntaxException malformed) {
      return false;
    }
  }
}
