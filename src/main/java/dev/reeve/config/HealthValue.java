package dev.reeve.config;

import dev.reeve.model.HealthCheck;
import dev.reeve.model.HealthCheck.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The value of `health`, as a [HealthCheck].
final class HealthValue {
  private static final List<String> WAYS = List.of("http", "tcp", "exec");
  private static final List<String> KEYS =
      List.of(
          "http",
          "tcp",
          "exec",
          "port",
          "interval",
          "timeout",
          "retries",
          "start_period",
          "action");

  private static final String NAME = "\\$(?:\\w+|\\{\\w+})";
  private static final String HOST =
      "localhost|\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9a-fA-F:.]+]|" + NAME;
  private static final Pattern PORT = Pattern.compile("(\\d{1,5})|" + NAME);
  private static final Pattern PLACE =
      Pattern.compile("(?:(?:" + HOST + "):)?((\\d{1,5})|" + NAME + ")");
  private static final Pattern URL =
      Pattern.compile("http://(" + HOST + ")(?::(\\d{1,5})|:" + NAME + ")?(?:/\\S*)?");

  private static final int LAST_PORT = 65_535;

  private final Fields fields;

  private HealthValue(Fields fields) {
    this.fields = fields;
  }

  static Reading read(Object raw) {
    var faults = Fields.faults();
    if (!(raw instanceof Map<?, ?> map)) {
      faults.add(ValueReader.quoted(raw) + " is not " + dev.reeve.config.Kind.HEALTH.allowed());
      return Fields.reading(raw, faults, dev.reeve.config.Kind.HEALTH);
    }
    var value = new HealthValue(new Fields(map, "", KEYS, faults));
    return Fields.reading(value.check(), faults, dev.reeve.config.Kind.HEALTH);
  }

  private HealthCheck check() {
    var ways = WAYS.stream().filter(fields::has).toList();
    if (ways.size() != 1) {
      fields.fault(
          ways.isEmpty() ? "http" : String.join(", ", ways),
          "one of http, tcp and exec is wanted, and "
              + (ways.isEmpty() ? "none" : "no two")
              + " may be there");
    }
    if (fields.has("port") && !ways.contains("http")) {
      fields.fault("port", "belongs to an http that is only a path");
    }
    var way = ways.isEmpty() ? "http" : ways.getFirst();
    var kind = Kind.valueOf(way.toUpperCase(Locale.ROOT));
    return new HealthCheck(
        kind,
        ways.isEmpty() ? List.of("") : words(kind, way),
        fields.duration("interval", HealthCheck.USUAL_INTERVAL, false),
        fields.duration("timeout", HealthCheck.USUAL_TIMEOUT, false),
        fields.count("retries", HealthCheck.USUAL_RETRIES),
        fields.duration("start_period", HealthCheck.USUAL_START_PERIOD, true),
        fields.choice("action", List.of("restart", "none")).equals("restart"));
  }

  private List<String> words(Kind kind, String key) {
    Object raw = java.util.Objects.requireNonNull(fields.value(key));
    return switch (kind) {
      case EXEC -> fields.command(key, raw);
      case TCP -> List.of(place(ValueReader.plain(raw).strip()));
      case HTTP -> List.of(url(ValueReader.plain(raw).strip()));
    };
  }

  private String place(String written) {
    var place = PLACE.matcher(written);
    if (!place.matches()) {
      fields.fault("tcp", "'" + written + "' is not a port or an address with a port" + names());
    } else if (!isPort(place.group(2))) {
      fields.fault("tcp", "'" + written + "' has no port from 1 to 65535");
    }
    return written;
  }

  private static String names() {
    return " (a host is localhost or an address, such as 127.0.0.1)";
  }

  private static boolean isPort(@org.jspecify.annotations.Nullable String digits) {
    return digits == null
        || (Integer.parseInt(digits) > 0 && Integer.parseInt(digits) <= LAST_PORT);
  }

  /// A path is asked for at the app's own port.
  private String url(String written) {
    if (written.startsWith("https:")) {
      fields.fault("http", "https is not spoken: use exec, such as 'curl -fsS " + written + "'");
      return written;
    }
    boolean path = written.startsWith("/");
    if (fields.has("port") && !path) {
      fields.fault("port", "belongs to an http that is only a path");
    }
    var port = fields.has("port") ? ValueReader.plain(port()).strip() : "$PORT";
    var matched = PORT.matcher(port);
    if (!matched.matches() || !isPort(matched.group(1))) {
      fields.fault("port", "'" + port + "' is no port from 1 to 65535");
    }
    var whole = path ? "http://127.0.0.1:" + port + written : written;
    var url = URL.matcher(whole);
    if (!url.matches()) {
      fields.fault("http", "'" + written + "' is no address of HTTP, nor a path" + names());
    } else if (!isPort(url.group(2))) {
      fields.fault("http", "'" + written + "' has no port from 1 to 65535");
    }
    return whole;
  }

  private Object port() {
    var port = fields.value("port");
    return port == null ? "" : port;
  }
}
