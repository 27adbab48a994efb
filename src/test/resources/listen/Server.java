import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/// An HTTP server on descriptor 3. The JDK has no way to take a listening socket that is there, so
/// `poll`, `accept`, `read`, `write` and `close` are called in the C library.
class Server {
  static final int EVERYBODY = 1000;
  static final Semaphore busy = new Semaphore(EVERYBODY);
  static volatile boolean leaving;

  static MethodHandle c(String name, ValueLayout... parameters) {
    var linker = Linker.nativeLinker();
    var address = linker.defaultLookup().findOrThrow(name);
    return linker.downcallHandle(address, FunctionDescriptor.of(ValueLayout.JAVA_INT, parameters));
  }

  static final ValueLayout INT = ValueLayout.JAVA_INT;
  static final ValueLayout LONG = ValueLayout.JAVA_LONG;
  static final ValueLayout ADDRESS = ValueLayout.ADDRESS;
  static final MethodHandle POLL = c("poll", ADDRESS, LONG, INT);
  static final MethodHandle ACCEPT = c("accept4", INT, ADDRESS, ADDRESS, INT);
  static final MethodHandle FCNTL = c("fcntl", INT, INT, INT);
  static final MethodHandle READ = c("read", INT, ADDRESS, LONG);
  static final MethodHandle WRITE = c("write", INT, ADDRESS, LONG);
  static final MethodHandle CLOSE = c("close", INT);

  static void answer(int fd) throws Throwable {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(65536);
      if ((int) READ.invoke(fd, buffer, 65536L) > 0) {
        var body = ProcessHandle.current().pid() + " java";
        var head = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + body.length();
        var bytes = (head + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, bytes.length);
        int written = (int) WRITE.invoke(fd, buffer, (long) bytes.length);
      }
    } finally {
      int closed = (int) CLOSE.invoke(fd);
      busy.release();
    }
  }

  static void serve(int fd) {
    try {
      answer(fd);
    } catch (Throwable fault) {
      throw new IllegalStateException(fault);
    }
  }

  public static void main(String[] args) throws Throwable {
    var main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  leaving = true;
                  try {
                    main.join();
                    busy.acquire(EVERYBODY);
                  } catch (InterruptedException never) {
                    throw new IllegalStateException(never);
                  }
                }));
    // O_NONBLOCK: another run may be quicker.
    int set = (int) FCNTL.invoke(3, 4, 0x800);
    var waiting = Arena.global().allocate(8);
    waiting.set(ValueLayout.JAVA_INT, 0, 3);
    waiting.set(ValueLayout.JAVA_SHORT, 4, (short) 1);
    while (!leaving) {
      if ((int) POLL.invoke(waiting, 1L, 100) > 0) {
        int fd = (int) ACCEPT.invoke(3, MemorySegment.NULL, MemorySegment.NULL, 0x80000);
        if (fd >= 0) {
          busy.acquire();
          Thread.startVirtualThread(() -> serve(fd));
        }
      }
    }
  }
}
