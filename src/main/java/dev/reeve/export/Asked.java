package dev.reeve.export;

import dev.reeve.model.HealthCheck;
import dev.reeve.model.WrittenApp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A question to an app, taken apart: a GET (`path`), a connection, or a command (`words`).
/// Variables are filled in from the app's own environment; `port` is 0 where one is not known.
record Asked(HealthCheck.Kind kind, String host, int port, String path, List<String> words) {
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)})");
  private static final Pattern URL =
      Pattern.compile("http://(\\[[^]]*]|[^/:]*)(?::(\\d{1,5}))?(/\\S*)?");
  private static final Pattern PLACE = Pattern.compile("(?:(.*):)?(\\d{1,5})");
  private static final String HERE = "127.0.0.1";

  /// Whether it is well.
  static Optional<Asked> health(WrittenApp app) {
    var check = app.spec().care().health();
    return check == null ? Optional.empty() : of(check.kind(), check.words(), app);
  }

  /// Whether it is ready, as far as others can ask.
  static Optional<Asked> ready(WrittenApp app) {
    var ready = app.spec().start().ready();
    if (ready == null) {
      return Optional.empty();
    }
    var words = List.of(ready.what());
    return switch (ready.kind()) {
      case HTTP -> of(HealthCheck.Kind.HTTP, words, app);
      case TCP -> of(HealthCheck.Kind.TCP, words, app);
      case LISTENING, LOG, NOTIFY -> Optional.empty();
    };
  }

  private static Optional<Asked> of(HealthCheck.Kind kind, List<String> words, WrittenApp app) {
    if (kind == HealthCheck.Kind.EXEC) {
      return Optional.of(new Asked(kind, HERE, 0, "", words));
    }
    var env = app.spec().environment().own();
    var text = filled(words.getFirst(), env);
    var matched = (kind == HealthCheck.Kind.HTTP ? URL : PLACE).matcher(text);
    if (!matched.matches()) {
      return Optional.empty();
    }
    var found = matched.toMatchResult();
    var host = found.group(1) == null || found.group(1).equals("localhost") ? HERE : found.group(1);
    int port = found.group(2) == null ? 80 : Integer.parseInt(found.group(2));
    return Optional.of(new Asked(kind, host, port, path(kind, found), List.of()));
  }

  private static String path(HealthCheck.Kind kind, MatchResult found) {
    if (kind != HealthCheck.Kind.HTTP) {
      return "";
    }
    return found.group(3) == null ? "/" : found.group(3);
  }

  private static String filled(String text, Map<String, String> env) {
    return VARIABLE
        .matcher(text)
        .replaceAll(found -> {
          var name = found.group(1) == null ? found.group(2) : found.group(1);
          return java.util.regex.Matcher.quoteReplacement(env.getOrDefault(name, found.group()));
        });
  }

  /// The address of a GET.
  String url() {
    return "http://" + host + ":" + port + path;
  }

  /// Whether only the app's own machine can ask there.
  boolean isLoopback() {
    return host.startsWith("127.") || host.equals("[::1]") || host.equals("::1");
  }
}
