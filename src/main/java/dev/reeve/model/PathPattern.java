package dev.reeve.model;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Paths that a text means: a path with all below it (without a slash: of that name, wherever it
/// is), a glob (`*.log`, `src/**/test-?.js`, `*.{md,txt}`), or a regular expression, which is known
/// by what only those have: one of `\ ^ $ ( | +`. One that begins with a slash is for whole paths.
public record PathPattern(Pattern pattern, boolean found, boolean absolute) {
  private static final Pattern OF_EXPRESSIONS = Pattern.compile("[\\\\^$(|+]");
  private static final Pattern OF_GLOBS = Pattern.compile("[*?\\[{]");

  /// The pattern of a text, or nothing when it is none.
  public static Optional<PathPattern> parse(String text) {
    var plain = text.strip().replaceFirst("^(\\./)+", "").replaceFirst("(?<=.)/+$", "");
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (OF_EXPRESSIONS.matcher(plain).find()) {
        return Optional.of(new PathPattern(Pattern.compile(text.strip()), true, false));
      }
      var anywhere = plain.indexOf('/') < 0 ? "(?:.*/)?" : "";
      var pattern = Pattern.compile(anywhere + glob(plain) + "(?:/.*)?");
      return Optional.of(new PathPattern(pattern, false, plain.startsWith("/")));
    } catch (PatternSyntaxException none) {
      return Optional.empty();
    }
  }

  public static boolean isGlob(String text) {
    return OF_GLOBS.matcher(text).find();
  }

  /// A glob that means a path as a whole, from its first name on, and all below.
  public static Pattern ofWhole(String glob) {
    return Pattern.compile(glob(glob) + "(?:/.*)?");
  }

  /// Whether it means a path. `relative` is the same as `whole`, from the app's folder on.
  public boolean matches(String relative, String whole) {
    if (found) {
      return BoundedMatch.find(pattern, "/" + relative);
    }
    return BoundedMatch.matches(pattern, absolute ? whole : relative);
  }

  /// `**/` is any number of folders, `**` anything, `*` and `?` what is no slash.
  private static String glob(String glob) {
    var regex = new StringBuilder();
    int braces = 0;
    for (int at = 0; at < glob.length(); at++) {
      char c = glob.charAt(at);
      if (glob.startsWith("**/", at)) {
        regex.append("(?:.*/)?");
        at += 2;
      } else if (glob.startsWith("**", at)) {
        regex.append(".*");
        at++;
      } else if (c == '[' && glob.indexOf(']', at) > at + 1) {
        int end = glob.indexOf(']', at + 2);
        var set = glob.substring(at + 1, end);
        regex.append('[').append(set.replaceFirst("^!", "^").replace("[", "\\[")).append(']');
        at = end;
      } else if (c == '{' && glob.indexOf('}', at) > at) {
        braces++;
        regex.append("(?:");
      } else if (braces > 0 && (c == '}' || c == ',')) {
        braces -= c == '}' ? 1 : 0;
        regex.append(c == '}' ? ")" : "|");
      } else {
        regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }
}
