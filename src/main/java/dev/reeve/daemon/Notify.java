package dev.reeve.daemon;

import dev.reeve.loop.Loop;
import dev.reeve.model.Status;
import dev.reeve.os.Kernel;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/// What systemd is told of this daemon (`man 3 sd_notify`), at the end of a turn: whether it is up,
/// reloads or ends, how its apps are, and that it is alive.
///
/// The sign of life comes from the loop's own turn, so that a hung loop is noticed. While apps come
/// up or leave, systemd's patience is extended turn by turn for the same reason: each has a timeout
/// of its own, and only a loop that stands still is too slow.
final class Notify {
  private static final long PAUSE_NS = Duration.ofSeconds(1).toNanos();
  private static final long PATIENCE_US = Duration.ofSeconds(60).toNanos() / 1000;
  private static final long ASK_AGAIN_NS = Duration.ofSeconds(15).toNanos();
  private static final int FEWEST_LETTERS = 2;

  /// What goes on in the daemon as a whole.
  enum Phase {
    STARTING,
    RUNNING,
    RELOADING,
    STOPPING
  }

  private final Supervisor supervisor;
  private final Loop loop;
  private final Kernel kernel;
  private final NotifyQueue queue;
  private final Supplier<Phase> now;
  private final Runnable look = this::look;
  private final Runnable extend = this::extend;
  private Phase told = Phase.STARTING;
  private String status = "";
  private long lookedNs;
  private boolean looking;

  private Notify(Supervisor supervisor, String socket, Supplier<Phase> now) {
    this.supervisor = supervisor;
    this.loop = supervisor.loop();
    this.kernel = supervisor.kernel();
    this.queue = new NotifyQueue(loop, kernel, socket);
    this.now = now;
    this.lookedNs = loop.nowNs() - PAUSE_NS;
  }

  /// Begins to tell whoever asked for it by `NOTIFY_SOCKET` in `env`, if somebody did.
  static void begin(Supervisor supervisor, Map<String, String> env, Supplier<Phase> now) {
    var socket = env.getOrDefault("NOTIFY_SOCKET", "");
    if (socket.length() < FEWEST_LETTERS || !(socket.startsWith("/") || socket.startsWith("@"))) {
      return;
    }
    var notify = new Notify(supervisor, socket, now);
    notify.extend();
    notify.loop.afterEachTurn(notify::afterTurn);
    long everyNs = watchdogNs(env, ProcessHandle.current().pid()) / 2;
    if (everyNs > 0) {
      notify.beAlive(everyNs);
    }
  }

  /// How often a sign of life is due; 0 when none is. One that is meant for another process is not
  /// for us.
  static long watchdogNs(Map<String, String> env, long ownPid) {
    var pid = env.getOrDefault("WATCHDOG_PID", "");
    var span = env.getOrDefault("WATCHDOG_USEC", "");
    boolean ours = pid.isEmpty() || pid.equals(String.valueOf(ownPid));
    return ours && span.matches("[1-9][0-9]{0,14}") ? Long.parseLong(span) * 1000 : 0;
  }

  private void beAlive(long everyNs) {
    var sign =
        new Runnable() {
          @Override
          public void run() {
            queue.sendOnce("WATCHDOG=1");
            loop.arm(this, loop.nowNs() + everyNs);
          }
        };
    sign.run();
  }

  /// A look arms no other: a daemon with nothing to do sleeps.
  private void afterTurn() {
    if (now.get() != told) {
      look();
    } else if (!looking) {
      loop.arm(look, Math.max(loop.nowNs(), lookedNs + PAUSE_NS));
    }
    looking = false;
  }

  private void look() {
    looking = true;
    lookedNs = loop.nowNs();
    var phase = now.get();
    var fresh = status();
    if (phase == told && (fresh.equals(status) || !queue.isEmpty())) {
      return;
    }
    var text = new StringBuilder();
    if (phase != told) {
      text.append(assignment(phase)).append('\n');
    }
    queue.send(text.append("STATUS=").append(fresh).toString());
    boolean waits = phase != told && phase != Phase.RUNNING;
    told = phase;
    status = fresh;
    if (waits) {
      extend();
    }
  }

  private String assignment(Phase phase) {
    return switch (phase) {
      case STARTING -> "";
      case RUNNING -> "READY=1";
      case RELOADING -> "RELOADING=1\nMONOTONIC_USEC=" + kernel.nowNs() / 1000;
      case STOPPING -> "STOPPING=1";
    };
  }

  private void extend() {
    if (told != Phase.RUNNING) {
      queue.sendOnce("EXTEND_TIMEOUT_USEC=" + PATIENCE_US);
      loop.arm(extend, loop.nowNs() + ASK_AGAIN_NS);
    }
  }

  private String status() {
    var all = supervisor.all();
    long online = all.stream().filter(each -> each.core.state().status() == Status.ONLINE).count();
    return all.size() + (all.size() == 1 ? " app, " : " apps, ") + online + " online";
  }
}
