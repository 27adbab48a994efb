package dev.reeve.daemon;

import dev.reeve.loop.Loop;
import dev.reeve.loop.Rank;
import dev.reeve.model.Home;
import dev.reeve.os.Errno;
import dev.reeve.os.FolderEvents;
import dev.reeve.os.Kernel;
import dev.reeve.os.Readiness;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// The listening sockets of a home. A daemon whose socket file is gone would run on and could not
/// be reached: the socket is made again. So is one that a full disk has refused.
final class HomeSockets {
  private static final long RETRY_NS = Duration.ofSeconds(1).toNanos();
  private static final int EVENTS_BYTES = 4096;

  private final Loop loop;
  private final Kernel kernel;
  private final Consumer<String> log;
  private final Map<String, Integer> listeners = new LinkedHashMap<>();
  private final Map<String, Socket> sockets = new HashMap<>();
  private int watches = -1;

  /// `open` takes connections from a listener.
  private record Socket(String name, Path path, IntConsumer open) {}

  HomeSockets(Loop loop, Kernel kernel, Consumer<String> log) {
    this.loop = loop;
    this.kernel = kernel;
    this.log = log;
  }

  /// A new listening socket; `-errno`, of which some pass.
  static int listen(Kernel kernel, Path path) {
    int bytes = path.toString().getBytes(StandardCharsets.UTF_8).length;
    return bytes > Home.MAX_SOCKET_PATH ? -Errno.ENAMETOOLONG : kernel.listen(path.toString());
  }

  /// Whether a socket that could not be made may be made later: when there is room on the disk.
  static boolean mayPass(int result) {
    return result == -Errno.ENOSPC || result == -Errno.EDQUOT || Errno.passing(-result);
  }

  /// The listeners by name, as they are at any time.
  Map<String, Integer> listeners() {
    return listeners;
  }

  /// Takes connections from a listener, and looks after its file. A negative `listener` is one that
  /// could not be made: it is tried again.
  void add(String name, Path path, int listener, IntConsumer open) {
    var socket = new Socket(name, path, open);
    sockets.put(String.valueOf(path.getFileName()), socket);
    watch(path);
    if (listener < 0) {
      log.accept("%s cannot be made, it is tried again: %s".formatted(path, word(listener)));
      loop.arm(() -> renew(socket), loop.nowNs() + RETRY_NS);
    } else {
      listeners.put(name, listener);
      open.accept(listener);
    }
  }

  private static String word(int result) {
    return Errno.sentence(-result);
  }

  private void watch(Path path) {
    if (watches < 0) {
      watches = kernel.watchFolders();
      if (watches >= 0) {
        loop.watch(watches, Readiness.READ, Rank.REQUEST, (_, _, _) -> onEvents());
        kernel.addFolder(watches, String.valueOf(path.getParent()), true);
      }
    }
  }

  private void onEvents() {
    var bytes = new byte[EVENTS_BYTES];
    int length = kernel.read(watches, bytes, 0, bytes.length);
    while (length > 0) {
      FolderEvents.each(bytes, length, this::onEvent);
      length = kernel.read(watches, bytes, 0, bytes.length);
    }
  }

  private void onEvent(FolderEvents.Event event) {
    var socket = sockets.get(event.name());
    if (socket != null && event.is(FolderEvents.DELETE | FolderEvents.MOVED_FROM)) {
      renew(socket);
    }
  }

  private void renew(Socket socket) {
    if (Files.exists(socket.path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    int listener = listen(kernel, socket.path);
    if (listener < 0) {
      loop.arm(() -> renew(socket), loop.nowNs() + RETRY_NS);
      return;
    }
    log.accept(socket.path + " was gone and is made again");
    var before = listeners.put(socket.name, listener);
    if (before != null) {
      loop.unwatch(before);
      kernel.close(before);
    }
    socket.open.accept(listener);
  }

  /// This daemon ends: its sockets go and stay gone.
  void end() {
    if (watches >= 0) {
      loop.unwatch(watches);
      kernel.close(watches);
    }
    sockets.clear();
  }
}
