package dev.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.loop.Loop;
import dev.reeve.model.Home;
import dev.reeve.os.Kernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/// A daemon without apps whose loop the test turns, and real clients on its sockets.
final class DoorStage {
  static final long MS = 1_000_000L;
  static final long LIMIT_NS = 60_000 * MS;

  final DaemonLog log;
  final Loop loop;
  final Supervisor supervisor;
  private final Path folder;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final List<SocketChannel> clients = new ArrayList<>();

  DoorStage(Path folder, Kernel kernel) {
    this.folder = folder;
    log = new DaemonLog(new PrintStream(told, true, StandardCharsets.UTF_8), kernel);
    loop = new Loop(kernel, log::fault);
    loop.afterEachTurn(log::flush);
    supervisor =
        new Supervisor(
            new Supervisor.Ground(
                loop, kernel, new Home(folder), log, new NoPidFiles(), Notebook.NONE));
  }

  String path(String socket) {
    return folder.resolve(socket).toString();
  }

  SocketChannel client(String socket) throws IOException {
    var client = SocketChannel.open(StandardProtocolFamily.UNIX);
    clients.add(client);
    client.connect(UnixDomainSocketAddress.of(path(socket)));
    client.configureBlocking(false);
    return client;
  }

  void hangUpAll() throws IOException {
    for (var client : clients) {
      client.close();
    }
  }

  static void say(SocketChannel client, byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      client.write(buffer);
    }
  }

  /// What the log says.
  String told() {
    return told.toString(StandardCharsets.UTF_8);
  }

  void until(BooleanSupplier wanted) {
    long endNs = System.nanoTime() + LIMIT_NS;
    while (!wanted.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never was so; log: %s", told()).isLessThan(endNs);
      loop.turn(20 * MS);
    }
  }
}
