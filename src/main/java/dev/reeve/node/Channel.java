package dev.reeve.node;

import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.os.Descriptors;
import dev.reeve.os.Errno;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The message channel of one run: one JSON value a line, both ways, as `child_process.fork` of
/// Node and Bun have it. Both directions are bounded: a child that sends an endless message, or
/// never reads what it is sent, loses its channel and harms nobody else.
///
/// Messages whose `cmd` begins with `NODE_` are Node's own and not told to anybody; Bun marks those
/// with a byte 2 in front.
public final class Channel {
  /// The longest message that is taken, in bytes.
  static final int MAX_MESSAGE = 16 << 20;

  /// What waits for a child that does not read, in bytes.
  static final int MAX_WAITING = 16 << 20;

  private static final int CHUNK = 64 << 10;
  private static final int MAX_READS_A_TURN = 8;
  private static final int MARK_OF_BUN = 2;
  private static final byte[] ACKNOWLEDGED =
      "{\"cmd\":\"NODE_HANDLE_ACK\"}\n".getBytes(StandardCharsets.UTF_8);

  private final int fd;
  private final Descriptors descriptors;
  private final Listener listener;
  private final ArrayDeque<byte[]> outgoing = new ArrayDeque<>();
  private byte[] incoming = new byte[0];
  private int length;
  private int scanned;
  private int sentOfFirst;
  private long waiting;
  private boolean open = true;
  private boolean joinedLate;

  /// Who is told.
  public interface Listener {
    /// A message of the app's own: a tree as [Json] reads it.
    void onMessage(@Nullable Object message);

    /// The channel is over; `reason` says why if it was cut off, null if the child closed it.
    void onClosed(@Nullable String reason);
  }

  /// `fd` is our end, non-blocking; it stays its owner's to close.
  public Channel(int fd, Descriptors descriptors, Listener listener) {
    this.fd = fd;
    this.descriptors = descriptors;
    this.listener = listener;
  }

  /// The channel has been read by a dead daemon: what comes first may be the rest of a message.
  public void joinLate() {
    joinedLate = true;
  }

  public int fd() {
    return fd;
  }

  public boolean open() {
    return open;
  }

  /// Whether there is something to be written as soon as the child reads.
  public boolean wantsToWrite() {
    return open && !outgoing.isEmpty();
  }

  /// Reads what is there.
  public void read() {
    for (int i = 0; i < MAX_READS_A_TURN && open; i++) {
      if (incoming.length - length < CHUNK) {
        incoming = Arrays.copyOf(incoming, Math.max(incoming.length * 2, CHUNK));
      }
      int got = descriptors.read(fd, incoming, length, incoming.length - length);
      if (got == -Errno.EAGAIN || got == -Errno.EINTR) {
        return;
      }
      if (got <= 0) {
        close(null);
        return;
      }
      length += got;
      takeMessages();
    }
  }

  private void takeMessages() {
    int start = 0;
    for (; scanned < length && open; scanned++) {
      if (incoming[scanned] == '\n') {
        take(start, scanned);
        start = scanned + 1;
      }
    }
    if (!open) {
      return;
    }
    length -= start;
    scanned -= start;
    System.arraycopy(incoming, start, incoming, 0, length);
    if (length == 0 && incoming.length > CHUNK) {
      incoming = new byte[0];
    }
    if (length > MAX_MESSAGE) {
      close("a message of more than %d MiB".formatted(MAX_MESSAGE >> 20));
    }
  }

  private void take(int start, int end) {
    int from = start < end && incoming[start] == MARK_OF_BUN ? start + 1 : start;
    @Nullable Object message;
    try {
      message = Json.parse(new String(incoming, from, end - from, StandardCharsets.UTF_8));
    } catch (Json.Malformed malformed) {
      if (joinedLate) {
        joinedLate = false;
        return;
      }
      close("what it sent is no message: " + malformed.getMessage());
      return;
    }
    var command = JsonObject.of(message).map(object -> object.text("cmd", "")).orElse("");
    if (!command.startsWith("NODE_")) {
      listener.onMessage(message);
    } else if (command.equals("NODE_HANDLE")) {
      // A handle came with it, which the kernel has closed; the child sends nothing more until it
      // hears of it.
      send(ACKNOWLEDGED);
    }
  }

  /// Sends a message: whether it is on its way.
  public boolean send(@Nullable Object message) {
    return send((Json.write(message) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private boolean send(byte[] line) {
    if (!open) {
      return false;
    }
    if (waiting + line.length > MAX_WAITING) {
      close("it does not read what it is sent");
      return false;
    }
    outgoing.add(line);
    waiting += line.length;
    write();
    return open;
  }

  /// Writes what the child takes.
  public void write() {
    while (open && !outgoing.isEmpty()) {
      var first = outgoing.element();
      int sent = descriptors.write(fd, first, sentOfFirst, first.length - sentOfFirst);
      if (sent == -Errno.EAGAIN || sent == -Errno.EINTR) {
        return;
      }
      if (sent < 0) {
        close(null);
        return;
      }
      waiting -= sent;
      sentOfFirst += sent;
      if (sentOfFirst == first.length) {
        outgoing.remove();
        sentOfFirst = 0;
      }
    }
  }

  private void close(@Nullable String reason) {
    if (open) {
      open = false;
      outgoing.clear();
      incoming = new byte[0];
      length = 0;
      scanned = 0;
      listener.onClosed(reason);
    }
  }
}
