package dev.reeve.daemon;

import dev.reeve.loop.Loop;
import dev.reeve.model.StdStream;
import dev.reeve.os.Kernel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The pipes of runs as systemd keeps them for us (`man 3 sd_notify`, FDSTORE). A pipe lives as
/// long as somebody has it: so what an app wrote last waits there even if the app has ended while
/// no daemon was there to read it. Without systemd it keeps nothing.
final class FdStore {
  /// What systemd has set for who takes descriptors from it.
  static final List<String> VARIABLES =
      List.of("LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES", "LISTEN_PIDFDID");

  static final FdStore NONE = new FdStore(null);

  private final @Nullable NotifyQueue queue;
  private final Map<String, Integer> handed = new HashMap<>();

  private FdStore(@Nullable NotifyQueue queue) {
    this.queue = queue;
  }

  /// How many descriptors were handed to this process.
  static int count(Map<String, String> env, long ownPid) {
    boolean ours = String.valueOf(ownPid).equals(env.get("LISTEN_PID"));
    var count = env.getOrDefault("LISTEN_FDS", "");
    return ours && count.matches("\\d{1,6}") ? Integer.parseInt(count) : 0;
  }

  /// `fds` are those that were handed to us.
  static FdStore open(Loop loop, Kernel kernel, Map<String, String> env, List<Integer> fds) {
    var socket = env.getOrDefault("NOTIFY_SOCKET", "");
    if (socket.length() < 2) {
      fds.forEach(kernel::close);
      return NONE;
    }
    var store = new FdStore(new NotifyQueue(loop, kernel, socket));
    var names = env.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
    for (int i = 0; i < fds.size(); i++) {
      var before = store.handed.put(i < names.length ? names[i] : "", fds.get(i));
      if (before != null) {
        kernel.close(before);
      }
    }
    return store;
  }

  static String nameOf(String mark, StdStream stream) {
    return mark + "-" + stream.word();
  }

  /// A pipe of a run begins. A hang-up is no reason to forget it: that is when it is needed.
  void put(String name, int fd) {
    if (queue != null) {
      queue.send(keep(name), fd);
    }
  }

  /// It has been read to its end.
  void remove(String name) {
    if (queue != null && !queue.withdraw(keep(name))) {
      queue.send("FDSTOREREMOVE=1\nFDNAME=" + name);
    }
  }

  private static String keep(String name) {
    return "FDSTORE=1\nFDPOLL=0\nFDNAME=" + name;
  }

  /// A pipe of a dead daemon's, ours to close, or -1.
  int take(String name) {
    var fd = handed.remove(name);
    return fd == null ? -1 : fd;
  }

  /// Of what was handed to us, nobody wants the rest; `isKnown` says which systemd shall keep.
  void discardRest(IntConsumer close, Predicate<String> isKnown) {
    handed.forEach((name, fd) -> {
      close.accept(fd);
      if (!isKnown.test(name)) {
        remove(name);
      }
    });
    handed.clear();
  }
}
