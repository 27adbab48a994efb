package dev.reeve.fake;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.api.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/// A daemon that answers by a script and remembers what it was asked.
public final class FakeDaemon implements AutoCloseable {

  /// What it does for a request: pushes, then a reply, or none (`null`: it keeps silent), then more
  /// pushes. With `hangsUp` it closes the connection after that.
  public record Turn(List<Push> before, Reply reply, List<Push> after, boolean hangsUp) {
    public static Turn of(Reply reply) {
      return new Turn(List.of(), reply, List.of(), false);
    }
  }

  /// How often the other side went, which is its right.
  private final AtomicInteger hangUps = new AtomicInteger();

  private final ServerSocketChannel server;
  private final Function<Request, Turn> story;
  private final List<Request> asked = Collections.synchronizedList(new ArrayList<>());

  public FakeDaemon(Path socket, Function<Request, Turn> story) throws IOException {
    this.story = story;
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofPlatform().daemon().start(() -> accept(this::serve));
  }

  /// What it was asked so far.
  public List<Request> asked() {
    return List.copyOf(asked);
  }

  private void accept(Consumer<SocketChannel> served) {
    try {
      while (true) {
        var client = server.accept();
        Thread.ofPlatform().daemon().start(() -> served.accept(client));
      }
    } catch (IOException closed) {
      hangUps.incrementAndGet();
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        var in =
            new BufferedReader(
                new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        var call = Wire.readCall(line);
        asked.add(call.request());
        var turn = story.apply(call.request());
        turn.before().forEach(push -> write(client, Wire.push(push)));
        if (turn.reply() != null) {
          write(client, Wire.reply(call.id(), turn.reply()));
        }
        turn.after().forEach(push -> write(client, Wire.push(push)));
        if (turn.hangsUp()) {
          return;
        }
      }
    } catch (IOException | UncheckedIOException | Wire.BadCall gone) {
      hangUps.incrementAndGet();
    }
  }

  private static void write(SocketChannel client, String line) {
    try {
      var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        client.write(bytes);
      }
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
