package dev.reeve.daemon;

import dev.reeve.api.Request;
import dev.reeve.model.Home;
import dev.reeve.model.Signal;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// The daemon as PM2's own client knows it: two sockets beside ours. Without them the daemon works
/// all the same, and one line in its log says why they are not there.
final class Pm2Side {
  private static final Path SOCKETS = Path.of("/proc/net/unix");

  /// `__SO_ACCEPTCON` in the flags column of [#SOCKETS].
  private static final String LISTENS = "00010000";

  private static final String RPC = "rpc";
  private static final String BUS = "bus";

  private final Kernel kernel;
  private final Home home;
  private final int rpcListener;
  private final int busListener;
  private final String trouble;
  private final List<Integer> waiting = new ArrayList<>();
  private Runnable flush = () -> {};
  private IntConsumer takeRpc = _ -> {};
  private IntConsumer takeBus = _ -> {};

  private Pm2Side(Kernel kernel, Home home, int rpcListener, int busListener, String trouble) {
    this.kernel = kernel;
    this.home = home;
    this.rpcListener = rpcListener;
    this.busListener = busListener;
    this.trouble = trouble;
  }

  /// The sockets that the version before us had, or new ones.
  static Pm2Side open(Kernel kernel, Home home, Luggage luggage) {
    int rpc = luggage.door(RPC);
    int bus = luggage.door(BUS);
    return rpc >= 0 && bus >= 0 ? new Pm2Side(kernel, home, rpc, bus, "") : bind(kernel, home);
  }

  /// Begins to take connections.
  void takeCalls(HomeSockets sockets) {
    if (rpcListener >= 0) {
      sockets.add(BUS, home.busSocket(), busListener, takeBus);
      sockets.add(RPC, home.rpcSocket(), rpcListener, takeRpc);
    }
  }

  /// What has been answered shall arrive.
  void flushAll() {
    flush.run();
  }

  /// Makes the sockets, unless someone serves them: PM2's own daemon, most likely.
  private static Pm2Side bind(Kernel kernel, Home home) {
    if (served(home.rpcSocket())) {
      return off(kernel, home, "another program serves it; end PM2's daemon and begin again");
    }
    int rpc = kernel.listen(home.rpcSocket().toString());
    if (rpc < 0) {
      return off(kernel, home, Errno.sentence(-rpc));
    }
    int bus = kernel.listen(home.busSocket().toString());
    if (bus < 0) {
      kernel.close(rpc);
      return off(kernel, home, Errno.sentence(-bus));
    }
    return new Pm2Side(kernel, home, rpc, bus, "");
  }

  private static Pm2Side off(Kernel kernel, Home home, String trouble) {
    return new Pm2Side(kernel, home, -1, -1, trouble);
  }

  /// Whether a living process listens there.
  private static boolean served(Path socket) {
    try (var lines = Files.lines(SOCKETS)) {
      var end = " " + socket;
      return Files.exists(socket)
          && lines.anyMatch(line -> line.endsWith(end) && line.contains(" " + LISTENS + " "));
    } catch (IOException | java.io.UncheckedIOException unknown) {
      return false;
    }
  }

  /// Says how requests at our own door are to be carried out.
  Door.Requests open(Supervisor supervisor, Commands commands, int ownUid) {
    if (rpcListener < 0) {
      supervisor
          .log()
          .say("PM2's own client cannot come in by %s: %s".formatted(home.rpcSocket(), trouble));
      return commands::handle;
    }
    var bus = new Bus(supervisor, ownUid);
    takeBus = bus::open;
    var rpc =
        new RpcDoor(
            supervisor, () -> new RpcMethods(supervisor, commands, bus, waiting::add), ownUid);
    takeRpc = rpc::open;
    flush =
        () -> {
          rpc.flushAll();
          bus.flushAll();
        };
    return (Request request, Answer answer) ->
        commands.handle(request, bus.telling(request, answer));
  }

  /// Takes the sockets away, then lets those go on who wait for our end.
  void leave() throws IOException {
    if (rpcListener < 0) {
      return;
    }
    flush.run();
    Files.deleteIfExists(home.rpcSocket());
    Files.deleteIfExists(home.busSocket());
    for (int pid : waiting) {
      int pidfd = pid > 1 ? kernel.openPidfd(pid) : -Errno.ESRCH;
      if (pidfd >= 0) {
        kernel.signal(pidfd, Signal.SIGQUIT.number());
        kernel.close(pidfd);
      }
    }
  }
}
