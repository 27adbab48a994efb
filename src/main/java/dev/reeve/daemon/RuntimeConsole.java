package dev.reeve.daemon;

import dev.reeve.daemon.RuntimeWish.Look;
import dev.reeve.loop.Loop;
import dev.reeve.loop.Outbox;
import dev.reeve.loop.Rank;
import dev.reeve.model.DateFormat;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.StdStream;
import dev.reeve.os.Kernel;
import dev.reeve.os.Readiness;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/// Standard output and error of a container's first process: what all apps write, and on standard
/// error our own log. Nothing is dropped: whoever reads too slowly makes the apps wait, and never
/// us.
final class RuntimeConsole implements Followers.Console {
  /// What waits to be read, in bytes a stream, before apps are made to wait.
  private static final long MOST_WAITING = 1 << 20;

  private static final int PIECE = 64 << 10;
  private static final long LAST_WORDS_NS = Duration.ofSeconds(3).toNanos();
  private static final long STEP_NS = Duration.ofMillis(10).toNanos();

  private final Kernel kernel;
  private final Look look;
  private final Stream out;
  private final Stream err;
  private final DateFormat keysTime =
      new DateFormat("YYYY-MM-DD-HH:mm:ssZZ", "", ZoneId.systemDefault());
  private final DateFormat jsonTime =
      new DateFormat("YYYY-MM-DDTHH:mm:ss.SSS[Z]", "", ZoneId.of("UTC"));
  private Runnable drained = () -> {};

  /// One of the two, with what has not left us.
  private final class Stream {
    private final int fd;
    private final Outbox outbox;
    private final ByteArrayOutputStream fresh = new ByteArrayOutputStream(1024);
    private boolean waits;

    private Stream(int standard) {
      fd = kernel.writer(standard);
      outbox = new Outbox(kernel, fd);
    }

    private void piece() {
      if (fresh.size() > 0) {
        outbox.add(List.of(fresh.toByteArray()));
        fresh.reset();
      }
    }

    private boolean full() {
      return outbox.waitingBytes() + fresh.size() > MOST_WAITING;
    }

    /// Whether all of it has left.
    private boolean flush() {
      piece();
      if (!outbox.flush()) {
        // Nobody reads any more, and nobody will.
        outbox.clear();
      }
      return outbox.isEmpty();
    }
  }

  RuntimeConsole(Kernel kernel, Look look) {
    this.kernel = kernel;
    this.look = look;
    this.out = new Stream(1);
    this.err = new Stream(2);
  }

  /// `drained` runs when apps that wait can go on.
  void begin(Loop loop, Runnable drained) {
    this.drained = drained;
    for (var stream : List.of(out, err)) {
      loop.watch(stream.fd, 0, Rank.OUTPUT, (_, _, _) -> flush(loop, stream));
      loop.afterEachTurn(() -> flush(loop, stream));
    }
  }

  private void flush(Loop loop, Stream stream) {
    boolean all = stream.flush();
    if (stream.waits && all) {
      drained.run();
    }
    if (stream.waits == all) {
      stream.waits = !all;
      loop.interest(stream.fd, all ? 0 : Readiness.WRITE);
    }
  }

  /// Where our own log goes.
  PrintStream log() {
    var bytes =
        new OutputStream() {
          @Override
          public void write(int b) {
            err.fresh.write(b);
          }

          @Override
          public void write(byte[] from, int offset, int length) {
            err.fresh.write(from, offset, length);
          }
        };
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  /// Lines that are no app's, to standard error.
  void tell(List<String> lines) {
    lines.forEach(line -> add(err, line + "\n"));
  }

  @Override
  public boolean full() {
    return out.full() || err.full();
  }

  @Override
  public void line(Supervised instance, StdStream stream, Followers.Bytes line) {
    boolean own = look == Look.RAW || look == Look.PREFIXED;
    var to = stream == StdStream.ERR && own ? err : out;
    switch (look) {
      case RAW -> {}
      case PREFIXED -> add(to, instance.id + "|" + instance.spec.name() + " | ");
      case KEYS -> add(to, keys(instance, stream, line.wallMs));
      case JSON -> add(to, json(instance, stream, line));
    }
    if (look != Look.JSON) {
      to.fresh.write(line.array, line.from, line.to - line.from);
    }
    to.fresh.write('\n');
    if (to.fresh.size() > PIECE) {
      to.piece();
    }
  }

  private static void add(Stream to, String text) {
    to.fresh.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private String keys(Supervised instance, StdStream stream, long wallMs) {
    return "timestamp=%s app=%s id=%s type=%s message="
        .formatted(
            new String(keysTime.stamp(wallMs), StandardCharsets.UTF_8),
            instance.spec.name(),
            instance.id,
            stream == StdStream.ERR ? "error" : "out");
  }

  private String json(Supervised instance, StdStream stream, Followers.Bytes line) {
    return Json.write(
        JsonObject.empty()
            .with("message", line.text())
            .with("timestamp", new String(jsonTime.stamp(line.wallMs), StandardCharsets.UTF_8))
            .with("type", stream.word())
            .with("process_id", instance.id.number())
            .with("app_name", instance.spec.name()));
  }

  private boolean flushBoth() {
    boolean outDone = out.flush();
    return err.flush() && outDone;
  }

  /// We end: what is left is written, for as long as somebody reads it.
  void end() {
    long untilNs = kernel.nowNs() + LAST_WORDS_NS;
    var ready = new Readiness.ReadySet();
    boolean all = flushBoth();
    while (!all && kernel.nowNs() < untilNs) {
      kernel.poll(STEP_NS, ready);
      all = flushBoth();
    }
  }
}
