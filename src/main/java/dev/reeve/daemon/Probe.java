package dev.reeve.daemon;

import dev.reeve.model.Ready;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/// Asks a program from outside whether it is ready: one try, which may take seconds, so not on the
/// loop's thread. HTTP is spoken as far as the status line goes.
final class Probe {
  private static final int PATIENCE_MS = 2000;
  private static final int LONGEST_STATUS_LINE = 200;
  private static final String LOOPBACK = "127.0.0.1";

  private Probe() {}

  static boolean answers(Ready ready) {
    try {
      return ready.kind() == Ready.Kind.HTTP ? http(URI.create(ready.what())) : tcp(ready.what());
    } catch (IOException | IllegalArgumentException notYet) {
      return false;
    }
  }

  private static boolean tcp(String what) throws IOException {
    int colon = what.lastIndexOf(':');
    var host = colon < 0 ? LOOPBACK : what.substring(0, colon).replaceAll("[\\[\\]]", "");
    try (var socket = connect(host, Integer.parseInt(what.substring(colon + 1)))) {
      return socket.isConnected();
    }
  }

  private static Socket connect(String host, int port) throws IOException {
    var socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      return socket;
    } catch (IOException refused) {
      socket.close();
      throw refused;
    }
  }

  private static boolean http(URI uri) throws IOException {
    int port = uri.getPort() < 0 ? 80 : uri.getPort();
    var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    try (var socket = connect(uri.getHost(), port)) {
      var request =
          "GET %s%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nUser-Agent: reeve\r\n\r\n"
              .formatted(path, query, uri.getAuthority());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var words = line(socket.getInputStream()).split("[ \r]", 3);
      return words.length > 1 && words[0].startsWith("HTTP/") && words[1].matches("[23]\\d\\d");
    }
  }

  /// Not a byte more is waited for: there are servers that leave the connection open.
  private static String line(InputStream answer) throws IOException {
    var line = new StringBuilder();
    for (int b = answer.read(); b >= 0 && b != '\n'; b = answer.read()) {
      line.append((char) b);
      if (line.length() == LONGEST_STATUS_LINE) {
        break;
      }
    }
    return line.toString();
  }
}
