package dev.reeve.daemon;

import dev.reeve.loop.Loop;
import dev.reeve.loop.Rank;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import dev.reeve.os.Readiness;
import java.time.Duration;
import java.util.function.IntConsumer;

/// A listening socket: lets in connections of our own user, and nobody else's.
final class Entrance {
  /// Those that come without end are let in beside the work.
  private static final int MOST_A_TURN = 64;

  private static final long PAUSE_NS = Duration.ofMillis(100).toNanos();

  private final Loop loop;
  private final Kernel kernel;
  private final DaemonLog log;
  private final int ownUid;
  private final IntConsumer admit;
  private boolean full;

  /// `admit` is given the descriptor of each connection, and owns it.
  Entrance(Supervisor supervisor, int ownUid, IntConsumer admit) {
    this.loop = supervisor.loop();
    this.kernel = supervisor.kernel();
    this.log = supervisor.log();
    this.ownUid = ownUid;
    this.admit = admit;
  }

  /// Begins to take connections from a listening socket.
  void open(int listener) {
    loop.watch(listener, Readiness.READ, Rank.REQUEST, (_, _, _) -> acceptAll(listener));
  }

  private void acceptAll(int listener) {
    int fd = kernel.accept(listener);
    for (int i = 1; fd >= 0 && i < MOST_A_TURN; i++) {
      full = false;
      check(fd);
      fd = kernel.accept(listener);
    }
    if (fd >= 0) {
      check(fd);
      return;
    }
    if (fd != -Errno.EAGAIN && Errno.passing(-fd)) {
      pause(listener, -fd);
    }
  }

  /// Without a descriptor or memory for it the caller stays at the door, and the listener stays
  /// readable: to look again at once would be to do nothing else. Said once, until there is room.
  private void pause(int listener, int errno) {
    if (!full) {
      var mend =
          errno == Errno.ENOMEM ? "" : "; raise the limit (LimitNOFILE= of the unit, ulimit -n)";
      log.say("no connection can be taken: " + Errno.sentence(errno) + mend);
    }
    full = true;
    loop.interest(listener, 0);
    loop.arm(() -> loop.interest(listener, Readiness.READ), loop.nowNs() + PAUSE_NS);
  }

  private void check(int fd) {
    int uid = kernel.peerUid(fd);
    if (uid == ownUid || uid == 0) {
      admit.accept(fd);
    } else {
      log.say("a connection of uid " + uid + " is refused: this daemon is of uid " + ownUid);
      kernel.close(fd);
    }
  }
}
