package dev.reeve.client;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.api.Wire;
import dev.reeve.model.Home;
import dev.reeve.model.Json;
import dev.reeve.model.PlainFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// One connection to the daemon: one request at a time.
public final class Connection implements AutoCloseable {
  /// For the answer to the question whether the daemon works at all.
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(10);

  private static final String FULL = "temporarily unavailable";
  private static final long POLL_MS = 10;

  private final Home home;
  private final SocketChannel channel;
  private final Lines lines;
  private long lastId;

  private Connection(Home home, SocketChannel channel) {
    this.home = home;
    this.channel = channel;
    this.lines = new Lines(channel);
  }

  /// Connects to the daemon of a home; [NoAnswer.Why#ABSENT] if there is none.
  public static Connection open(Home home) throws NoAnswer {
    var socket = home.socket();
    int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > Home.MAX_SOCKET_PATH) {
      throw new NoAnswer(
          NoAnswer.Why.BAD_HOME,
          "the path of the socket is too long: "
              + socket
              + " has "
              + bytes
              + " bytes, the system takes "
              + Home.MAX_SOCKET_PATH
              + "; set REEVE_HOME to a shorter path");
    }
    try {
      return new Connection(home, connected(UnixDomainSocketAddress.of(socket)));
    } catch (IOException refused) {
      throw noDaemon(home, refused);
    }
  }

  private static SocketChannel connected(UnixDomainSocketAddress address) throws IOException {
    var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      // At one that waits, a daemon that takes no connections would make this wait for ever.
      channel.configureBlocking(false);
      long untilNs = System.nanoTime() + SIGN_OF_LIFE.toNanos();
      while (!isConnected(channel, address, untilNs)) {
        Thread.sleep(POLL_MS);
      }
      channel.configureBlocking(true);
      return channel;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      channel.close();
      throw new IOException(interrupted);
    } catch (IOException refused) {
      channel.close();
      throw refused;
    }
  }

  /// `EAGAIN`: more than the daemon's backlog are waiting.
  private static boolean isConnected(
      SocketChannel channel, UnixDomainSocketAddress address, long untilNs) throws IOException {
    try {
      return channel.connect(address);
    } catch (IOException refused) {
      boolean full = String.valueOf(refused.getMessage()).contains(FULL);
      if (!full || System.nanoTime() > untilNs) {
        throw refused;
      }
      return false;
    }
  }

  private static NoAnswer noDaemon(Home home, IOException refused) {
    var text = String.valueOf(refused.getMessage());
    if (text.contains("ermission denied")) {
      return new NoAnswer(
          NoAnswer.Why.BAD_HOME,
          "no permission to use "
              + home.socket()
              + "; run this as the owner of that folder, or set REEVE_HOME to one of your own");
    }
    if (text.contains(FULL)) {
      return new NoAnswer(
          NoAnswer.Why.TIMED_OUT,
          "the daemon takes no connections; its log says what holds it, " + home.daemonLog());
    }
    var why = Files.exists(home.socket()) ? "nobody listens on " : "there is no ";
    return new NoAnswer(NoAnswer.Why.ABSENT, "no daemon is running: " + why + home.socket());
  }

  /// Asks, and waits for the answer at most so long. Pushes that come before it go to `pushes`. A
  /// long wait ends early when the daemon does not work at all: it is suspended, or held up.
  public Reply call(Request request, Duration limit, Consumer<Push> pushes) throws NoAnswer {
    boolean isLong = limit.compareTo(SIGN_OF_LIFE) > 0 && !(request instanceof Request.Update);
    try (var deadline = new Deadline(limit, channel, () -> !isLong || works())) {
      try {
        send(Wire.call(++lastId, request));
        return answer(pushes);
      } catch (IOException failed) {
        throw deadline.dead()
            ? silent()
            : deadline.passed() ? late(limit) : broken("the connection failed: " + failed);
      }
    }
  }

  /// Asked over a connection of its own, for as long as the daemon is there. One that becomes
  /// another version meanwhile takes connections all the while.
  private boolean works() {
    try (var other = open(home)) {
      other.call(new Request.Ping(), SIGN_OF_LIFE);
      return true;
    } catch (NoAnswer none) {
      return none.why() != NoAnswer.Why.TIMED_OUT;
    }
  }

  private NoAnswer silent() {
    return new NoAnswer(
        NoAnswer.Why.TIMED_OUT,
        "the daemon has given no sign of life for %d s: %s"
            .formatted(
                SIGN_OF_LIFE.toSeconds(),
                isSuspended()
                    ? "it is suspended, 'kill -CONT' its pid"
                    : "its log says what holds it, " + home.daemonLog()));
  }

  /// As by SIGSTOP (`man 5 proc_pid_stat`).
  private boolean isSuspended() {
    try {
      var pid = PlainFile.text(home.pidFile()).strip();
      var stat = Files.readString(Path.of("/proc", pid, "stat"));
      return stat.startsWith("T", stat.lastIndexOf(')') + 2);
    } catch (IOException gone) {
      return false;
    }
  }

  /// Waits until the daemon has closed the connection, after its last answer.
  public void awaitEnd(Duration limit) throws NoAnswer {
    try (var deadline = new Deadline(limit, channel, this::works)) {
      try {
        while (lines.next() != null) {
          // Nobody asked for anything.
        }
      } catch (IOException failed) {
        if (deadline.passed()) {
          throw silent();
        }
      }
    }
  }

  /// Asks for what has nothing to report on the way.
  public Reply call(Request request, Duration limit) throws NoAnswer {
    return call(request, limit, _ -> {});
  }

  /// Hands on pushes until the daemon ends the connection, or until `goesOn` says no; that is asked
  /// before each wait, so a printer can flush there.
  public void follow(Consumer<Push> pushes, BooleanSupplier goesOn) throws NoAnswer {
    try {
      while (true) {
        if (!lines.ready() && !goesOn.getAsBoolean()) {
          return;
        }
        var line = lines.next();
        if (line == null) {
          return;
        }
        var push = read(line).push();
        if (push != null) {
          pushes.accept(push);
        }
      }
    } catch (IOException failed) {
      throw broken("the connection failed: " + failed);
    }
  }

  private void send(String line) throws IOException {
    var bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private Reply answer(Consumer<Push> pushes) throws IOException, NoAnswer {
    while (true) {
      var line = lines.next();
      if (line == null) {
        throw broken("the daemon closed the connection without an answer");
      }
      var message = read(line);
      if (message.reply() != null) {
        return message.reply();
      }
      if (message.push() != null) {
        pushes.accept(message.push());
      }
    }
  }

  private static Wire.Message read(String line) throws NoAnswer {
    try {
      return Wire.readMessage(line);
    } catch (Json.Malformed malformed) {
      throw broken("the daemon sent what is no message: " + malformed.getMessage());
    }
  }

  private static NoAnswer broken(String what) {
    return new NoAnswer(NoAnswer.Why.BROKEN, what + "; the daemon's log says more");
  }

  private static NoAnswer late(Duration limit) {
    return new NoAnswer(
        NoAnswer.Why.TIMED_OUT,
        "the daemon did not answer within "
            + limit.toSeconds()
            + " s; it may still be at work, so look at the list");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }
}
