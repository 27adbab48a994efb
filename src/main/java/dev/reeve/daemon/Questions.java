package dev.reeve.daemon;

import dev.reeve.model.HealthCheck;
import dev.reeve.os.Place;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// From a health check over the network and the environment of the instance to what is asked of
/// whom.
final class Questions {
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)})");
  private static final int HTTP_PORT = 80;

  private Questions() {}

  /// Throws [IllegalArgumentException] with a sentence when the variables make no address.
  static NetProbe.Question of(HealthCheck check, Map<String, String> environment) {
    var text = expanded(check.words().getFirst(), environment);
    long limitNs = check.timeout().toNanos();
    return switch (check.kind()) {
      case HTTP -> http(URI.create(text), limitNs);
      case TCP -> new NetProbe.Question(tcp(text), "", limitNs);
      case EXEC -> throw new IllegalStateException("not asked over the network: " + check);
    };
  }

  private static String expanded(String text, Map<String, String> environment) {
    return VARIABLE
        .matcher(text)
        .replaceAll(found -> {
          var name = found.group(1) == null ? found.group(2) : found.group(1);
          var value = environment.get(name);
          if (value == null) {
            throw new IllegalArgumentException(name + " is not in its environment");
          }
          return Matcher.quoteReplacement(value);
        });
  }

  private static NetProbe.Question http(URI uri, long limitNs) {
    var host = uri.getHost();
    if (host == null) {
      throw new IllegalArgumentException(uri + " is no address");
    }
    var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    var request =
        "GET %s%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nUser-Agent: reeve\r\n\r\n"
            .formatted(path, query, uri.getAuthority());
    int port = uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
    return new NetProbe.Question(places(host, port), request, limitNs);
  }

  private static List<Place> tcp(String text) {
    int colon = text.lastIndexOf(':');
    var port = text.substring(colon + 1);
    if (!port.matches("\\d{1,5}")) {
      throw new IllegalArgumentException("'" + port + "' is no port");
    }
    return places(colon < 0 ? "127.0.0.1" : text.substring(0, colon), Integer.parseInt(port));
  }

  /// `localhost` is either of two addresses, and nobody is asked for any other name.
  private static List<Place> places(String host, int port) {
    return host.equals("localhost")
        ? List.of(Place.tcp("127.0.0.1", port), Place.tcp("::1", port))
        : List.of(Place.tcp(host.replaceAll("[\\[\\]]", ""), port));
  }
}
