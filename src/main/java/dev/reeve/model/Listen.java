package dev.reeve.model;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Where an app's socket is, as one entry of its `listen`. `address` is a literal without brackets,
/// an absolute path, or an abstract name without its `@`; `port` is 0 for the last two.
public record Listen(String written, Kind kind, String address, int port) {
  private static final Pattern PORT = Pattern.compile("\\d{1,5}");
  private static final Pattern HOST = Pattern.compile("(?:\\[([^]]+)]|([^:]+)):(\\d{1,5})");
  private static final Pattern DOTTED = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final int LAST_PORT = 65_535;

  /// `man 3 sd_listen_fds_with_names`
  private static final int LONGEST_NAME = 255;

  /// `man 7 unix`, less the NUL.
  private static final int LONGEST_PATH = 107;

  public enum Kind {
    /// A port of all addresses of the machine.
    EVERYWHERE,
    HOST,
    PATH,
    ABSTRACT
  }

  /// `absolute` makes a path absolute; it is not asked for anything else.
  public static Optional<Listen> parse(String written, UnaryOperator<String> absolute) {
    var text = written.strip();
    if (text.startsWith("@")) {
      return unix(text, Kind.ABSTRACT, text.substring(1));
    }
    if (text.contains("/")) {
      return unix(text, Kind.PATH, absolute.apply(text));
    }
    if (PORT.matcher(text).matches()) {
      return tcp(text, Kind.EVERYWHERE, "::", text);
    }
    var host = HOST.matcher(text);
    if (!host.matches()) {
      return Optional.empty();
    }
    var six = host.group(1);
    var address = six == null ? host.group(2) : six;
    return isLiteral(address, six != null)
        ? tcp(text, Kind.HOST, address, host.group(3))
        : Optional.empty();
  }

  private static Optional<Listen> unix(String text, Kind kind, String path) {
    int bytes = path.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    return bytes == 0 || bytes > LONGEST_PATH || path.endsWith("/")
        ? Optional.empty()
        : Optional.of(new Listen(text, kind, path, 0));
  }

  private static Optional<Listen> tcp(String text, Kind kind, String address, String port) {
    int number = Integer.parseInt(port);
    return number == 0 || number > LAST_PORT
        ? Optional.empty()
        : Optional.of(new Listen(text, kind, address, number));
  }

  /// Nobody is asked for a name.
  private static boolean isLiteral(String address, boolean six) {
    if (six != address.contains(":") || (!six && !DOTTED.matcher(address).matches())) {
      return false;
    }
    try {
      return InetAddress.ofLiteral(address) instanceof Inet4Address || six;
    } catch (IllegalArgumentException noLiteral) {
      return false;
    }
  }

  /// What it is called in `LISTEN_FDNAMES`, where colons stand between names.
  public String name() {
    var name = new StringBuilder();
    written
        .chars()
        .map(c -> c > ' ' && c < 127 && c != ':' ? c : '_')
        .forEach(c -> name.append((char) c));
    return name.substring(0, Math.min(name.length(), LONGEST_NAME));
  }

  /// For people.
  public String place() {
    return switch (kind) {
      case EVERYWHERE -> "port " + port;
      case HOST, ABSTRACT -> written;
      case PATH -> address;
    };
  }
}
