package dev.reeve.node;

import dev.reeve.loop.Budget;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.os.Descriptors;
import dev.reeve.os.Errno;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// The message channel of one run: one JSON value a line, both ways, as `child_process.fork` of
/// Node and Bun have it. Both directions are bounded: a child that sends an endless message, or
/// never reads what it is sent, loses its channel and harms nobody else.
///
/// Messages whose `cmd` begins with `NODE_` are Node's own, told apart from the app's; Bun marks
/// them with a byte 2 in front, and is answered in kind. A message may carry a descriptor: nothing
/// follows it until the child has taken that, as Node's own parents hold it.
public final class Channel implements Incoming.Lines {
  /// The longest message that is taken, in bytes.
  static final int MAX_MESSAGE = 16 << 20;

  /// What waits for a child that does not read, in bytes.
  static final int MAX_WAITING = 16 << 20;

  /// What a message costs beside its bytes.
  private static final int OVERHEAD = 64;

  /// What is longer is kept, and made sense of, only if somebody wants to hear it.
  private static final int LONG_MESSAGE = 256 << 10;

  private static final int MAX_READS_A_TURN = 8;
  private static final int MARK_OF_BUN = 2;
  private static final int NO_HANDLE = -1;
  private static final int URGENT = -2;
  private static final String TAKEN = "NODE_HANDLE_ACK";
  private static final String NOT_TAKEN = "NODE_HANDLE_NACK";
  private static final byte[] ACKNOWLEDGED =
      "{\"cmd\":\"NODE_HANDLE_ACK\"}\n".getBytes(StandardCharsets.UTF_8);

  private final int fd;
  private final Descriptors descriptors;
  private final Listener listener;
  private final ArrayDeque<Outgoing> outgoing = new ArrayDeque<>();
  private final Incoming incoming = new Incoming(MAX_MESSAGE);
  private Budget.Share share = new Budget(Long.MAX_VALUE).share(_ -> {});
  private long waiting;
  private boolean open = true;
  private boolean joinedLate;
  private boolean marked;
  private boolean handleUnderWay;
  private boolean waits;
  private Waiting waitingToldTo = _ -> {};

  /// One message; `handle` is a descriptor that stays its sender's, or [#NO_HANDLE], or [#URGENT]
  /// for what need not wait until a handle is taken.
  private static final class Outgoing {
    final byte[] line;
    final int handle;
    int sent;

    Outgoing(byte[] line, int handle) {
      this.line = line;
      this.handle = handle;
    }
  }

  /// Who is told.
  public interface Listener {
    /// A message of the app's own: a tree as [Json] reads it.
    void onMessage(@Nullable Object message);

    /// A message of Node's own.
    default void onInternal(JsonObject message) {}

    /// Whether a long message is heard by anybody.
    default boolean wantsLong() {
      return true;
    }

    /// Whether there is memory for what a long message means.
    default boolean hasRoom(long bytes) {
      return true;
    }

    /// A message is passed over, for want of memory.
    default void onDropped(String reason) {}

    /// The channel is over; `reason` says why if it was cut off, null if the child closed it.
    void onClosed(@Nullable String reason);
  }

  /// `fd` is our end, non-blocking; it stays its owner's to close.
  public Channel(int fd, Descriptors descriptors, Listener listener) {
    this.fd = fd;
    this.descriptors = descriptors;
    this.listener = listener;
  }

  /// What is kept for it counts there from now on.
  public void within(Budget budget) {
    share = budget.share(this::letGo);
  }

  private void count() {
    share.set(open ? incoming.keptBytes() + waiting : 0);
  }

  /// It keeps the most of all.
  private void letGo(long bytes) {
    if (waiting >= incoming.keptBytes()) {
      close("it does not read what it is sent");
      return;
    }
    listener.onDropped(
        "%d KB of it were there and not the end, and memory was short".formatted(bytes >> 10));
    incoming.passOver();
  }

  /// The channel has been read by a dead daemon: what comes first may be the rest of a message.
  /// `marks`: the child wants Bun's mark.
  public void joinLate(boolean marks) {
    joinedLate = true;
    marked = marks;
  }

  /// What another program needs to go on with it; `travels` gives the number that a descriptor has
  /// there.
  public JsonObject pack(IntUnaryOperator travels) {
    var waitingLines =
        outgoing.stream()
            .map(each ->
                JsonObject.empty()
                    .with("line", Base64.getEncoder().encodeToString(each.line))
                    .with("handle", each.handle < 0 ? each.handle : travels.applyAsInt(each.handle))
                    .with("sent", each.sent))
            .toList();
    return JsonObject.empty()
        .with("fd", travels.applyAsInt(fd))
        .with("open", open)
        .with("incoming", Base64.getEncoder().encodeToString(incoming.begun()))
        .with("outgoing", waitingLines)
        .with("held", handleUnderWay)
        .with("marked", marked);
  }

  /// Goes on where [#pack] has left.
  public void unpack(JsonObject packed) {
    incoming.goOnWith(Base64.getDecoder().decode(packed.text("incoming", "")));
    for (var each : packed.objects("outgoing")) {
      var line = Base64.getDecoder().decode(each.text("line", ""));
      var one = new Outgoing(line, (int) each.number("handle", NO_HANDLE));
      one.sent = (int) each.number("sent", 0);
      outgoing.add(one);
      waiting += line.length;
    }
    open = packed.flag("open", true);
    handleUnderWay = packed.flag("held", false);
    marked = packed.flag("marked", false);
    tellWaiting();
  }

  public int fd() {
    return fd;
  }

  @Override
  public boolean open() {
    return open;
  }

  /// Whether there is something to be written as soon as the child reads.
  public boolean wantsToWrite() {
    return open && !outgoing.isEmpty() && (!handleUnderWay || outgoing.element().handle == URGENT);
  }

  /// Who watches the descriptor is told whenever [#wantsToWrite] changes.
  public void whenWaiting(Waiting other) {
    waitingToldTo = other;
  }

  /// Told whether the channel waits until it can write.
  public interface Waiting {
    void changed(boolean waits);
  }

  private void tellWaiting() {
    if (open && waits != wantsToWrite()) {
      waits = !waits;
      waitingToldTo.changed(waits);
    }
  }

  /// Reads what is there.
  public void read() {
    for (int i = 0; i < MAX_READS_A_TURN && open; i++) {
      var bytes = incoming.room();
      int room = bytes.length - incoming.length();
      int got = descriptors.receive(fd, bytes, incoming.length(), room);
      if (got > 0) {
        incoming.add(got, this);
      } else if (got != -Errno.EAGAIN && got != -Errno.EINTR) {
        close(null);
      }
      if (open && incoming.tooLong()) {
        close("a message of more than %d MiB".formatted(MAX_MESSAGE >> 20));
      }
      count();
      if (got < room) {
        return;
      }
    }
  }

  @Override
  public boolean wants(int bytes) {
    return bytes <= LONG_MESSAGE || listener.wantsLong();
  }

  @Override
  public void take(byte[] bytes, int start, int end) {
    int from = start < end && bytes[start] == MARK_OF_BUN ? start + 1 : start;
    if (end - from > LONG_MESSAGE && !isHeard(bytes, from, end)) {
      return;
    }
    @Nullable Object message;
    try {
      message = parsed(bytes, from, end);
    } catch (Json.Malformed malformed) {
      if (joinedLate) {
        joinedLate = false;
        return;
      }
      close("what it sent is no message: " + malformed.getMessage());
      return;
    }
    var internal = JsonObject.of(message).filter(each -> each.text("cmd", "").startsWith("NODE_"));
    if (internal.isEmpty()) {
      listener.onMessage(message);
    } else {
      marked |= from > start;
      onInternal(internal.get());
    }
  }

  private static @Nullable Object parsed(byte[] bytes, int from, int end) throws Json.Malformed {
    return end - from > LONG_MESSAGE
        ? Json.parse(new ByteArrayInputStream(bytes, from, end - from))
        : Json.parse(new String(bytes, from, end - from, StandardCharsets.UTF_8));
  }

  /// A string is built in pieces, and takes two bytes a character as soon as one of them is beyond
  /// Latin-1 (a first byte of 0xc4 or more).
  private boolean isHeard(byte[] bytes, int from, int end) {
    if (!listener.wantsLong()) {
      return false;
    }
    boolean wide = false;
    for (int at = from; at < end && !wide; at++) {
      wide = (bytes[at] & 0xff) > 0xc3;
    }
    boolean room = listener.hasRoom((wide ? 6L : 3L) * (end - from));
    if (!room) {
      listener.onDropped("%d MB, and no memory for it".formatted((end - from) >> 20));
    }
    return room;
  }

  private void onInternal(JsonObject message) {
    switch (message.text("cmd", "")) {
      // A handle came with it, which the kernel has closed; the child sends nothing more until it
      // hears of it.
      case "NODE_HANDLE" -> acknowledge();
      case TAKEN, NOT_TAKEN -> {
        handleUnderWay = false;
        write();
      }
      default -> listener.onInternal(message);
    }
  }

  /// Before everything else, but not in the middle of it.
  private void acknowledge() {
    if (!hasRoom(ACKNOWLEDGED)) {
      return;
    }
    var begun = outgoing.peek();
    boolean inTheMiddle = begun != null && begun.sent > 0;
    if (inTheMiddle) {
      outgoing.remove();
    }
    outgoing.addFirst(new Outgoing(ACKNOWLEDGED, URGENT));
    waiting += ACKNOWLEDGED.length;
    if (inTheMiddle) {
      outgoing.addFirst(begun);
    }
    write();
  }

  /// Sends a message: whether it is on its way.
  public boolean send(@Nullable Object message) {
    return send(line(Json.write(message)), NO_HANDLE);
  }

  /// Sends a message of Node's own kind, with a mark for those who want one.
  public boolean sendInternal(String json) {
    return send(line(marked ? "\u0002" + json : json), NO_HANDLE);
  }

  /// A message as it is sent.
  static byte[] line(String json) {
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /// Sends a message and a descriptor, which stays the caller's.
  boolean sendHandle(byte[] line, int handle) {
    return send(line, handle);
  }

  private boolean send(byte[] line, int handle) {
    if (!open) {
      return false;
    }
    if (!hasRoom(line)) {
      return false;
    }
    outgoing.add(new Outgoing(line, handle));
    waiting += line.length;
    write();
    return open;
  }

  /// Whether one more message may wait; else the channel is over.
  private boolean hasRoom(byte[] line) {
    if (waiting + line.length + (outgoing.size() + 1L) * OVERHEAD > MAX_WAITING) {
      close("it does not read what it is sent");
    }
    return open;
  }

  /// Writes what the child takes.
  public void write() {
    while (wantsToWrite() && writeOne()) {
      // The next one.
    }
    count();
    tellWaiting();
  }

  /// Whether the first message is written whole.
  private boolean writeOne() {
    var first = outgoing.element();
    // A descriptor goes with the first byte.
    int sent =
        first.handle >= 0 && first.sent == 0
            ? descriptors.sendWith(fd, first.line, first.line.length, first.handle)
            : descriptors.send(fd, first.line, first.sent, first.line.length - first.sent);
    if (sent == -Errno.EAGAIN || sent == -Errno.EINTR) {
      return false;
    }
    if (sent < 0) {
      close(null);
      return false;
    }
    first.sent += sent;
    if (first.sent < first.line.length) {
      return true;
    }
    outgoing.remove();
    waiting -= first.line.length;
    handleUnderWay |= first.handle >= 0;
    return true;
  }

  private void close(@Nullable String reason) {
    if (open) {
      open = false;
      count();
      outgoing.clear();
      incoming.clear();
      listener.onClosed(reason);
    }
  }
}
