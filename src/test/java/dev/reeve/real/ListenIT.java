package dev.reeve.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Apps in fork mode that are given their sockets.
class ListenIT {
  private static final Path FIXTURES = Path.of("src/test/resources/listen").toAbsolutePath();

  private final RealHome real = new RealHome();
  private final int port = FreePort.any();

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private static String fixture(String name) {
    return "\"script\": \"" + FIXTURES.resolve(name) + "\"";
  }

  private Path file(String keys) throws IOException {
    return real.file(
        "app.json", "{ \"name\": \"app\", \"kill_timeout\": \"20s\", %s }".formatted(keys));
  }

  private RealHome.Said start(String keys) throws Exception {
    return real.run("start", file(keys).toString());
  }

  private String python(String more) {
    return fixture("server.py") + ", \"interpreter\": \"python3\", \"listen\": " + more;
  }

  private String answer() {
    try (var channel = SocketChannel.open(loopback(port))) {
      return body(channel);
    } catch (IOException refused) {
      return "";
    }
  }

  private static InetSocketAddress loopback(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
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

  private void untilItAnswers() throws Exception {
    RealHome.eventually(() -> !answer().isEmpty());
  }

  private void killDaemon() throws Exception {
    var daemon = ProcessHandle.of(real.daemonPid()).orElseThrow();
    daemon.destroyForcibly();
    RealHome.eventually(() -> !daemon.isAlive());
  }

  static Stream<String> languages() {
    var java = Path.of(System.getProperty("java.home"), "bin/java");
    return Stream.of(
        fixture("server.py") + ", \"interpreter\": \"python3\"",
        fixture("server.js")
            + ", \"wait_ready\": true, \"shutdown_with_message\": true, \"listen_timeout\": 20000",
        fixture("Server.java")
            + ", \"min_uptime\": \"3s\", \"interpreter\": \""
            + java
            + "\", \"node_args\": \"--enable-native-access=ALL-UNNAMED\"",
        fixture("server.pl"));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void a_reload_loses_no_request_in_any_language(String program) throws Exception {
    assertThat(start(program + ", \"listen\": " + port).code()).isZero();
    untilItAnswers();
    var load = HttpLoad.begin(real.folder(), port, false).goesOn();
    for (int i = 0; i < 2; i++) {
      int before = real.view("app").pid();
      var said = real.run("reload", "app");
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(real.view("app").pid()).isNotEqualTo(before);
    }
    assertThat(load.goesOn().end().failed()).isEmpty();
  }

  @Test
  void an_app_knows_its_sockets_as_under_systemd() throws Exception {
    var keys = python("[%d, \"127.0.0.2:%d\", \"./at.sock\", \"@%s\"]");
    var name = "reeve-" + port;
    var env = ", \"env\": { \"odd.name-of\": \"kept\", \"LISTEN_PID\": \"1\" }";
    int other = FreePort.any();
    assertThat(start(keys.formatted(port, other, name) + env).code()).isZero();
    untilItAnswers();
    RealHome.eventually(() -> real.log("app-out.log").endsWith("\n"));
    assertThat(real.log("app-out.log"))
        .isEqualTo("given 4 %d 127.0.0.2_%d ./at.sock @%s blocking\n".formatted(port, other, name));
    int pid = real.view("app").pid();
    assertThat(Files.readString(Path.of("/proc/" + pid + "/environ")))
        .contains("odd.name-of=kept\0", "\0LISTEN_PID=" + pid + "\0")
        .contains("\0LISTEN_FDS=4\0");
    var path = real.folder().resolve("at.sock");
    try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(path));
      assertThat(body(channel)).isEqualTo(pid + " 1");
    }
    assertThat(real.run("stop", "app").code()).isZero();
    assertThat(answer()).isEmpty();
    assertThat(path).doesNotExist();
    assertThat(real.log("app-out.log")).endsWith("left\n");
  }

  @Test
  void who_calls_between_two_runs_is_answered_by_the_next() throws Exception {
    start(python(port + ", \"restart_delay\": 700"));
    untilItAnswers();
    int first = real.view("app").pid();
    ProcessHandle.of(first).orElseThrow().destroyForcibly();
    // None for 700 ms, if we look in time.
    RealHome.eventually(() -> real.view("app").pid() != first);
    assertThat(answer()).isNotEmpty().doesNotStartWith(first + " ");
  }

  @Test
  void an_app_that_is_stopped_while_it_waits_leaves_its_port() throws Exception {
    start(python(port + ", \"restart_delay\": 60000"));
    untilItAnswers();
    ProcessHandle.of(real.view("app").pid()).orElseThrow().destroyForcibly();
    RealHome.eventually(() -> real.view("app").pid() == 0);
    real.run("stop", "app");
    try (var free = new ServerSocket(port)) {
      assertThat(free.isBound()).isTrue();
    }
  }

  @Test
  void a_port_that_others_have_is_told_and_tried_again() throws Exception {
    try (var taken = new ServerSocket(port)) {
      assertThat(taken.isBound()).isTrue();
      var said = start(python("[" + port + "]"));
      assertThat(said.code()).isEqualTo(1);
      assertThat(said.err())
          .contains("port " + port + " is in use by another program (listen), again in 1000 ms");
    }
    untilItAnswers();
  }

  @Test
  void an_address_that_is_not_ours_is_told() throws Exception {
    var said = start(python("\"203.0.113.7:" + port + "\""));
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("is no address of this machine");
    assertThat(real.view("app").status()).isEqualTo(Status.ERRORED);
  }

  @Test
  void a_bad_version_never_gets_a_request() throws Exception {
    start(python(String.valueOf(port)));
    untilItAnswers();
    int pid = real.view("app").pid();
    var load = HttpLoad.begin(real.folder(), port, false).goesOn();
    var bad = file(python(port + ", \"min_uptime\": \"60s\", \"env\": { \"VERSION\": \"bad\" }"));
    var said = real.run("reload", bad.toString());
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("the old run stays").contains("version bad cannot start");
    assertThat(load.goesOn().end().failed()).isEmpty();
    assertThat(answer()).isEqualTo(pid + " 1");
  }

  @Test
  void another_list_opens_and_closes_what_differs() throws Exception {
    start(python("[" + port + ", \"./a.sock\"]"));
    untilItAnswers();
    var changed = file(python("[\"./b.sock\", " + port + "]"));
    assertThat(real.run("reload", changed.toString()).code()).isZero();
    untilItAnswers();
    assertThat(real.folder().resolve("a.sock")).doesNotExist();
    assertThat(real.folder().resolve("b.sock")).exists();
  }

  @Test
  void instances_share_their_sockets() throws Exception {
    start(python(port + ", \"instances\": 2"));
    RealHome.eventually(
        () -> real.list().stream().allMatch(each -> each.status() == Status.ONLINE));
    untilItAnswers();
    real.run("stop", "0");
    assertThat(answer()).isEqualTo(real.list().get(1).pid() + " 1");
  }

  /// The sockets live on in the app, and the next daemon takes them from there.
  @Test
  void its_sockets_live_through_a_death_of_the_daemon() throws Exception {
    start(python("[" + port + ", \"./a.sock\"], \"restart_delay\": 700"));
    untilItAnswers();
    var load = HttpLoad.begin(real.folder(), port, false).goesOn();
    killDaemon();
    int adopted = real.view("app").pid();
    assertThat(answer()).isEqualTo(adopted + " 1");
    var said = real.run("reload", "app");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(load.goesOn().end().failed()).isEmpty();
    killDaemon();
    int second = real.view("app").pid();
    assertThat(second).isNotEqualTo(adopted);
    ProcessHandle.of(second).orElseThrow().destroyForcibly();
    RealHome.eventually(() -> real.view("app").pid() != second);
    assertThat(answer()).isNotEmpty().doesNotStartWith(second + " ");
    real.run("delete", "app");
    assertThat(real.folder().resolve("a.sock")).doesNotExist();
  }
}
