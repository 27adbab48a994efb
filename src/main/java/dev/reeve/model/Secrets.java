package dev.reeve.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What is not shown unasked: values that are secrets by the names of their variables, and what
/// looks like one in text.
public final class Secrets {
  private static final String MASK = "****";

  /// As a part of a name, between underscores and the like.
  private static final Set<String> PARTS =
      Set.of(
          "key",
          "keys",
          "apikey",
          "pass",
          "pat",
          "pw",
          "auth",
          "authorization",
          "cookie",
          "salt",
          "dsn",
          "jwt",
          "private");

  /// Wherever they stand in a name.
  private static final Pattern WORDS =
      Pattern.compile("(?i)token|secret|passw|passphrase|credential|.key$");

  private static final Pattern SEPARATOR = Pattern.compile("[^A-Za-z0-9]+");

  /// A user and password in the address of a service.
  private static final Pattern IN_ADDRESS = Pattern.compile("(://)[^/\\s@]*:[^/\\s@]+@");

  private static final Pattern IN_TEXT =
      Pattern.compile(
          "(?i)((?:passw(?:or)?d|passphrase|secret|token|api[-_]?key|authorization)[\"']?"
              + "\\s*[=:]\\s*(?:(?:bearer|basic)\\s+)?)[\"']?[^\\s\"',}]+");

  private Secrets() {}

  /// The value of a variable as it may be shown.
  public static String masked(String name, String value) {
    if (value.isEmpty()) {
      return value;
    }
    return isSecret(name) ? MASK : IN_ADDRESS.matcher(value).replaceAll("$1" + MASK + "@");
  }

  /// Whether the values of variables of this name are secrets.
  static boolean isSecret(String name) {
    return WORDS.matcher(name).find()
        || SEPARATOR.splitAsStream(name.toLowerCase(Locale.ROOT)).anyMatch(PARTS::contains);
  }

  /// A text without what looks like a secret in it.
  public static String maskedText(String text) {
    var bare = IN_TEXT.matcher(text).replaceAll("$1" + MASK);
    return IN_ADDRESS.matcher(bare).replaceAll("$1" + MASK + "@");
  }
}
