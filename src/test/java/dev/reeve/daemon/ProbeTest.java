package dev.reeve.daemon;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Ready;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One look from outside whether a program is ready.
class ProbeTest {
  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 204 No Content, true",
    "HTTP/1.0 302 Found, true",
    "HTTP/1.1 200, true",
    "HTTP/1.1 503 Service Unavailable, false",
    "HTTP/1.1 404 Not Found, false",
    "SSH-2.0-OpenSSH, false",
    "'', false"
  })
  void the_status_line_is_enough_and_the_connection_may_stay_open(String line, boolean ready)
      throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var asked = CompletableFuture.supplyAsync(() -> answer(server, line + "\r\n\r\n"));
      assertThat(Probe.answers(http(server.getLocalPort()))).isEqualTo(ready);
      assertThat(asked.get()).startsWith("GET /up?x=1 HTTP/1.1\r\nHost: 127.0.0.1:");
    }
  }

  /// What was asked; returns only when the other side has hung up.
  private static String answer(ServerSocket server, String text) {
    try (var socket = server.accept()) {
      var request = new StringBuilder();
      while (request.indexOf("\r\n\r\n") < 0) {
        request.append((char) socket.getInputStream().read());
      }
      socket.getOutputStream().write(text.getBytes(US_ASCII));
      hungUp(socket);
      return request.toString();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private static void hungUp(Socket socket) {
    try {
      assertThat(socket.getInputStream().read()).isNegative();
    } catch (IOException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  @Test
  void without_a_listener_it_is_not_ready() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = String.valueOf(server.getLocalPort());
      assertThat(Probe.answers(new Ready(Ready.Kind.TCP, port))).isTrue();
    }
    // Bound, so that nobody else can listen there.
    try (var bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = bound.getLocalPort();
      assertThat(Probe.answers(new Ready(Ready.Kind.TCP, "127.0.0.1:" + port))).isFalse();
      assertThat(Probe.answers(http(port))).isFalse();
    }
  }

  private static Ready http(int port) {
    return new Ready(Ready.Kind.HTTP, "http://127.0.0.1:" + port + "/up?x=1");
  }
}
