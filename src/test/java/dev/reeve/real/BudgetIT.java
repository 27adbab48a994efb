package dev.reeve.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Everybody at once makes the daemon keep as much as it will: it stays small, and answers.
class BudgetIT {
  private static final long MOST_KB = 160 << 10;
  private static final int TALKERS = 50;
  private static final int FLOODS = 200;

  private final RealHome real = new RealHome();
  private final List<SocketChannel> clients = new ArrayList<>();

  @AfterEach
  void nothing_is_left() throws Exception {
    hangUp();
    real.close();
  }

  private void hangUp() throws IOException {
    for (var each : clients) {
      each.close();
    }
    clients.clear();
  }

  private long rssKb() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + real.daemonPid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow();
  }

  private void holds() throws Exception {
    assertThat(real.run("ping").code()).isZero();
    assertThat(rssKb()).isLessThan(MOST_KB);
  }

  private SocketChannel client(Path socket) throws IOException {
    var client = SocketChannel.open(StandardProtocolFamily.UNIX);
    clients.add(client);
    client.connect(UnixDomainSocketAddress.of(socket));
    return client;
  }

  /// As far as the daemon takes it; it may have cut the client off by then.
  private static void sayHalf(SocketChannel client, int bytes) throws IOException {
    client.configureBlocking(false);
    var half = ByteBuffer.wrap(("{" + "x".repeat(bytes)).getBytes(UTF_8));
    try {
      while (half.hasRemaining() && client.write(half) > 0) {
        // The next piece.
      }
    } catch (IOException cut) {
      assertThat(cut).isNotNull();
    }
  }

  private static String resource(String name) {
    return Path.of("src/test/resources/stall/" + name).toAbsolutePath().toString();
  }

  /// Long messages without an end, and notes without an end.
  private void startApps() throws Exception {
    var talkers =
        IntStream.range(0, TALKERS)
            .mapToObj(i ->
                """
                { "name": "t%d", "script": "%s", "interpreter": "perl", "wait_ready": true,
                  "listen_timeout": 100 }
                """
                    .formatted(i, resource("message.pl")));
    var floods =
        IntStream.range(0, FLOODS)
            .mapToObj(i ->
                """
                { "name": "n%d", "script": "%s", "interpreter": "perl", "ready": "notify",
                  "listen_timeout": 100 }
                """
                    .formatted(i, resource("notes.pl")));
    real.file(
        "ecosystem.json",
        java.util.stream.Stream.concat(talkers, floods)
            .collect(Collectors.joining(",", "{ \"apps\": [", "] }")));
    real.run("start", "ecosystem.json");
  }

  @Test
  void it_stays_small_and_answers_while_all_of_them_try() throws Exception {
    real.run("ping");
    long before = rssKb();
    var bus = client(real.home().root().resolve("pub.sock"));
    assertThat(bus.isConnected()).isTrue();
    startApps();
    holds();
    for (int i = 0; i < TALKERS; i++) {
      var log = "t" + i + "-out.log";
      RealHome.eventually(() -> real.log(log).contains("sent"));
    }
    holds();
    for (var socket : List.of(real.home().socket(), real.home().root().resolve("rpc.sock"))) {
      for (int i = 0; i < 500; i++) {
        sayHalf(client(socket), 64 << 10);
      }
    }
    holds();
    for (int i = 0; i < 10_000; i++) {
      client(real.home().socket());
    }
    holds();
    hangUp();
    assertThat(real.run("delete", "all").code()).isZero();
    RealHome.eventually(() -> rssKb() < before + (24 << 10));
    assertThat(real.daemonLog()).doesNotContain("fault of Reeve");
  }
}
