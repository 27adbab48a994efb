package dev.reeve.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reeve.model.InstanceView;
import dev.reeve.real.RealHome.App;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the workers of a cluster share, and what they are told when they can't have it.
class ClusterIT {
  private final RealHome real = new RealHome();

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private static Path script(String name) {
    return Path.of("src/test/resources/cluster/" + name).toAbsolutePath();
  }

  private List<String> said(int instance) throws Exception {
    return real.log("app-out-" + instance + ".log").lines().toList();
  }

  private String port(String label) throws Exception {
    return said(0).stream()
        .filter(line -> line.startsWith(label + " "))
        .map(line -> line.split(" ", -1)[1])
        .findFirst()
        .orElseThrow();
  }

  private interface Asking {
    String answer() throws Exception;
  }

  /// Asks until both workers have answered.
  private static void wantsBoth(Asking asking) throws Exception {
    var seen = new TreeSet<String>();
    RealHome.eventually(() -> {
      var answer = asking.answer();
      if (!answer.isEmpty()) {
        seen.add(answer);
      }
      return seen.equals(Set.of("0", "1"));
    });
  }

  @Test
  void workers_share_what_they_listen_at() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var client = new DatagramSocket()) {
      int udpPort = FreePort.any();
      real.with("UDP_PORT", String.valueOf(udpPort));
      real.with("TAKEN", String.valueOf(taken.getLocalPort()));
      real.run(
          "start",
          script("ports.js").toString(),
          "--name",
          "app",
          "-i",
          "2",
          "--cwd",
          real.folder().toString());
      RealHome.eventually(() -> said(0).size() == 7 && said(1).size() == 7);

      assertThat(said(0)).contains("taken EADDRINUSE", "elsewhere EADDRNOTAVAIL", "unix", "udp");
      assertThat(Set.copyOf(said(0))).isEqualTo(Set.copyOf(said(1)));
      for (var each : List.of("any", "six", "net")) {
        var address = InetAddress.getByName(each.equals("six") ? "::1" : "127.0.0.1");
        int port = Integer.parseInt(port(each));
        wantsBoth(() -> tcp(address, port, each.equals("net")));
      }
      wantsBoth(() -> unix(real.folder().resolve("at.sock")));
      assertThat(udp(client, udpPort)).endsWith("hello");
    }
    real.run("delete", "app");
    assertThat(Files.exists(real.folder().resolve("at.sock"))).isFalse();
  }

  private static String tcp(InetAddress address, int port, boolean plain) throws IOException {
    if (plain) {
      try (var socket = new Socket(address, port)) {
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
      }
    }
    try (var channel = SocketChannel.open(new java.net.InetSocketAddress(address, port))) {
      return body(channel);
    }
  }

  private static String unix(Path path) throws Exception {
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      return body(channel);
    }
  }

  private static String body(SocketChannel channel) throws IOException {
    channel.write(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8)));
    var all = ByteBuffer.allocate(4096);
    while (channel.read(all) >= 0) {
      // Until the end.
    }
    var text = new String(all.array(), 0, all.position(), UTF_8);
    return text.substring(text.indexOf("\r\n\r\n") + 4);
  }

  private static String udp(DatagramSocket client, int port) throws Exception {
    var hello = "hello".getBytes(UTF_8);
    client.setSoTimeout(20_000);
    client.send(new DatagramPacket(hello, hello.length, InetAddress.getLoopbackAddress(), port));
    var answer = new DatagramPacket(new byte[100], 100);
    client.receive(answer);
    return new String(answer.getData(), 0, answer.getLength(), UTF_8);
  }

  private void start(String interpreter, String more, int port) throws Exception {
    var file =
        real.file(
            "app.json",
            """
            { "name": "app", "script": "%s", "interpreter": "%s", "exec_mode": "cluster",
              "env": { "PORT": %d }, %s }
            """
                .formatted(script("server.js"), interpreter, port, more));
    assertThat(real.run("start", file.toString()).code()).isZero();
  }

  /// What the port answers, or nothing as long as nobody is there.
  private static String eventual(int port) {
    try {
      return tcp(InetAddress.getLoopbackAddress(), port, false);
    } catch (IOException refused) {
      return "";
    }
  }

  /// The port stays open while its only worker is gone: who calls meanwhile waits.
  @Test
  void who_calls_between_two_runs_of_the_only_worker_is_answered() throws Exception {
    int port = FreePort.any();
    start("node", "\"restart_delay\": 700", port);
    RealHome.eventually(() -> !eventual(port).isEmpty());
    long first = real.view("app").pid();
    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    // None for 700 ms, if we look in time.
    RealHome.eventually(() -> real.view("app").pid() != first);
    var address = InetAddress.getLoopbackAddress();
    assertThat(tcp(address, port, false)).isNotEmpty().doesNotContain(" " + first + " ");
  }

  @Test
  void a_cluster_goes_on_under_another_name() throws Exception {
    int port = FreePort.any();
    start("node", "\"instances\": 2", port);
    RealHome.eventually(() -> !eventual(port).isEmpty());

    assertThat(real.run("restart", "app", "--name", "renamed").code()).isZero();
    assertThat(real.list()).extracting(InstanceView::name).containsExactly("renamed", "renamed");
    RealHome.eventually(() -> !eventual(port).isEmpty());

    assertThat(real.run("restart", "0", "--name", "part").err())
        .contains("all instances of renamed have its name");

    real.startShell(App.of("taken", "exec sleep 1000"));
    var refused = real.run("restart", "renamed", "--name", "taken");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("taken is in the list already");
    assertThat(real.run("restart", "all", "--name", "one").err())
        .contains("several apps can't have one name");
  }

  private void killDaemon() throws Exception {
    var daemon = ProcessHandle.of(real.daemonPid()).orElseThrow();
    daemon.destroyForcibly();
    RealHome.eventually(() -> !daemon.isAlive());
  }

  @Test
  void who_calls_while_there_is_no_daemon_is_answered_by_the_same_workers_later() throws Exception {
    int port = FreePort.any();
    start("node", "\"instances\": 2", port);
    wantsBoth(() -> eventual(port).split(" ", -1)[0]);
    var before = pids();
    killDaemon();
    try (var channel =
        SocketChannel.open(
            new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      // The next command starts the next daemon.
      assertThat(real.list()).hasSize(2);
      assertThat(body(channel)).isNotEmpty();
    }
    wantsBoth(() -> eventual(port).split(" ", -1)[0]);
    assertThat(pids()).isEqualTo(before);
    real.run("stop", "app");
    try (var free = new ServerSocket(port)) {
      assertThat(free.isBound()).isTrue();
    }
  }

  /// What can't be taken up is replaced: workers that nobody hands connections to serve nobody.
  @Test
  void workers_whose_ports_are_not_known_any_more_are_restarted() throws Exception {
    int port = FreePort.any();
    start("node", "\"instances\": 2", port);
    wantsBoth(() -> eventual(port).split(" ", -1)[0]);
    var before = pids();
    killDaemon();
    Files.delete(real.home().runningPorts());
    assertThat(real.list()).hasSize(2);
    wantsBoth(() -> eventual(port).split(" ", -1)[0]);
    assertThat(pids()).hasSize(2).doesNotContainAnyElementsOf(before);
    RealHome.eventually(() -> before.stream().noneMatch(RealHome::alive));
  }

  /// A stopped app has no port, also when it waited for its next run.
  @Test
  void a_stopped_app_lets_go_of_its_port() throws Exception {
    int port = FreePort.any();
    start("node", "\"restart_delay\": 60000", port);
    RealHome.eventually(() -> !eventual(port).isEmpty());
    ProcessHandle.of(real.view("app").pid()).orElseThrow().destroyForcibly();
    RealHome.eventually(() -> real.view("app").pid() == 0);
    assertThat(real.run("stop", "app").code()).isZero();
    assertThatThrownBy(() -> tcp(InetAddress.getLoopbackAddress(), port, false))
        .isInstanceOf(IOException.class);
  }

  @Test
  void workers_of_bun_share_their_port_by_themselves() throws Exception {
    int port = FreePort.any();
    var bun = RealHome.TOOLS.resolve("node_modules/.bin/bun").toString();
    start(bun, "\"instances\": 2", port);
    wantsBoth(() -> eventual(port).split(" ", -1)[0]);
    var before = pids();
    assertThat(real.run("reload", "app").code()).isZero();
    assertThat(pids()).hasSize(2).doesNotContainAnyElementsOf(before);
  }

  private Set<Integer> pids() throws Exception {
    return real.list().stream().map(view -> view.pid()).collect(Collectors.toSet());
  }

  @Test
  void as_many_as_it_may_use_and_no_more() throws Exception {
    var command = new ArrayList<>(List.of("taskset", "-c", "0", RealHome.LAUNCHER.toString()));
    command.addAll(List.of("start", script("server.js").toString(), "--name", "app", "-i", "max"));
    var builder = new ProcessBuilder(command).directory(real.folder().toFile());
    builder.environment().put("REEVE_HOME", real.home().root().toString());
    builder.environment().put("PORT", "0");
    builder.redirectErrorStream(true).redirectOutput(real.folder().resolve("max").toFile());
    assertThat(builder.start().waitFor()).isZero();
    assertThat(real.list()).hasSize(1);
  }
}
