package dev.reeve.os.linux;

import dev.reeve.os.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What systemd holds at the other end of NOTIFY_SOCKET: a datagram socket at a path, which the JDK
/// does not have.
public final class NotifySocket {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;
  private static final int LIMIT_SECONDS = 60;

  private final Libc libc = new Libc();
  private final MemorySegment memory = Arena.global().allocate(4096, 16);
  private final int fd;

  public NotifySocket(Path path) {
    this(path.toString());
  }

  /// One that begins with `@` is a name in the abstract namespace.
  public NotifySocket(String path) {
    fd = libc.callInt(Libc.bind("socket"), AF_UNIX, SOCK_DGRAM, 0);
    memory.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
    boolean named = path.startsWith("@");
    var bytes = path.getBytes(StandardCharsets.UTF_8);
    bytes[0] = named ? 0 : bytes[0];
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, 2, bytes.length);
    int bound =
        libc.callInt(Libc.bind("bind"), fd, memory.address(), bytes.length + (named ? 2L : 3L));
    memory.fill((byte) 0);
    memory.set(ValueLayout.JAVA_LONG, 0, LIMIT_SECONDS);
    libc.callInt(Libc.bind("setsockopt"), fd, SOL_SOCKET, SO_RCVTIMEO, memory.address(), 16);
    if (fd < 0 || bound < 0) {
      throw new IllegalStateException("socket " + fd + ", bind " + bound);
    }
  }

  /// The next message, or an empty one when none came within a minute.
  public String receive() {
    var recv = Libc.bind("recv");
    int length = libc.callInt(recv, fd, memory.address(), 4096, 0);
    while (length == -Errno.EINTR) {
      // One with a limit is not begun anew when this process was held (`man 7 signal`).
      length = libc.callInt(recv, fd, memory.address(), 4096, 0);
    }
    var bytes = new byte[Math.max(0, length)];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// The next message that holds a text; what comes before it is dropped.
  public String until(String text) {
    var message = receive();
    while (!message.isEmpty() && !message.contains(text)) {
      message = receive();
    }
    return message;
  }

  public void close() {
    libc.callInt(Libc.bind("close"), fd);
  }
}
