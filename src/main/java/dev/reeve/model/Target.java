package dev.reeve.model;

import java.util.regex.Pattern;

/// Which instances a command means, as the user typed it.
public sealed interface Target {
  /// Every instance of the home.
  record All() implements Target {}

  /// One instance by its number; if no instance has it, an app of that name.
  record Numbered(InstanceId id) implements Target {}

  /// All instances of an app, or of a namespace when no app has the name.
  record Named(String name) implements Target {}

  /// All instances whose app's name contains a match: typed `/^api-/`.
  record Matching(Pattern pattern) implements Target {}

  /// Reads one target; text between slashes that is no regular expression throws
  /// [PatternSyntaxException].
  static Target parse(String text) {
    if (text.equals("all")) {
      return new All();
    }
    if (text.length() > 2 && text.startsWith("/") && text.endsWith("/")) {
      return new Matching(Pattern.compile(text.substring(1, text.length() - 1)));
    }
    if (!text.isEmpty() && text.length() <= 9 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return new Numbered(new InstanceId(Integer.parseInt(text)));
    }
    return new Named(text);
  }

  default boolean matches(InstanceId id, String name, String namespace) {
    return switch (this) {
      case All _ -> true;
      case Numbered(var number) -> number.equals(id);
      case Named(var word) -> name.equals(word) || namespace.equals(word);
      case Matching(var pattern) -> BoundedMatch.find(pattern, name);
    };
  }
}
