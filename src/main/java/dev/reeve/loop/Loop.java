package dev.reeve.loop;

import dev.reeve.os.Kernel;
import dev.reeve.os.Readiness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// The one thread that owns everything in the daemon, turn by turn: read the clock once, poll, then
/// exits, output, requests, due deadlines, and last what is to be published.
///
/// Slow work is done elsewhere and comes back by [#post]. A fault in a handler is counted and told,
/// and the loop goes on: no child dies of our bug.
public final class Loop {
  private static final long LONG_TURN_NS = Duration.ofMillis(50).toNanos();

  private final Kernel kernel;
  private final Consumer<Throwable> onFault;
  private final Map<Integer, Watch> watches = new HashMap<>();
  private final Deadlines<Runnable> timers = new Deadlines<>();
  private final List<Runnable> afterTurn = new ArrayList<>();
  private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();
  private final Readiness.ReadySet ready = new Readiness.ReadySet();
  private final TurnWatch watch;
  private final Budget budget = new Budget(Budget.USUAL_BYTES);
  private long nowNs;
  private boolean stopped;

  private record Watch(Rank rank, Watched watched, int interest) {}

  /// `onFault` is told of every error that a handler let out.
  public Loop(Kernel kernel, Consumer<Throwable> onFault) {
    this.kernel = kernel;
    this.onFault = onFault;
    this.watch = new TurnWatch(kernel);
    this.nowNs = kernel.nowNs();
  }

  /// Who is told, in a sentence, what has held the loop for long.
  public void whenHeld(Consumer<String> listener) {
    watch.tell(listener);
  }

  /// The bound on what all peers together make us keep.
  public Budget budget() {
    return budget;
  }

  /// The time of this turn.
  public long nowNs() {
    return nowNs;
  }

  /// Begins to watch a descriptor; `interest` as in [Readiness].
  public void watch(int fd, int interest, Rank rank, Watched watched) {
    watches.put(fd, new Watch(rank, watched, interest));
    kernel.watch(fd, interest);
  }

  /// Changes for what a watched descriptor is watched; costs nothing when that is no change.
  public void interest(int fd, int interest) {
    var watch = watches.get(fd);
    if (watch != null && watch.interest != interest) {
      watches.put(fd, new Watch(watch.rank, watch.watched, interest));
      kernel.watch(fd, interest);
    }
  }

  /// Ends the watch; the descriptor is the caller's to close.
  public void unwatch(int fd) {
    if (watches.remove(fd) != null) {
      kernel.unwatch(fd);
    }
  }

  /// How many descriptors are watched.
  public int watching() {
    return watches.size();
  }

  /// Runs `timer` in the turn after `atNs`; one time a timer, [Deadlines#NEVER] disarms it.
  public void arm(Runnable timer, long atNs) {
    timers.arm(timer, atNs);
  }

  /// Runs something at the end of every turn.
  public void afterEachTurn(Runnable task) {
    afterTurn.add(task);
  }

  /// From any thread: runs something on the loop's, soon.
  public void post(Runnable task) {
    posted.add(task);
    kernel.wake();
  }

  public void stop() {
    stopped = true;
  }

  /// Turns until [#stop].
  public void run() {
    while (!stopped) {
      turn(Long.MAX_VALUE);
    }
  }

  /// One turn that waits at most `limitNs`.
  public void turn(long limitNs) {
    kernel.poll(timeoutNs(limitNs), ready);
    nowNs = kernel.nowNs();
    watch.begin(nowNs);
    for (var rank : Rank.values()) {
      dispatch(rank);
    }
    for (var task = posted.poll(); task != null; task = posted.poll()) {
      timed(task, task);
    }
    runDueTimers();
    afterTurn.forEach(task -> timed(task, task));
    watch.end(kernel.nowNs());
  }

  /// Those that are due now, and not what they arm in turn: a turn ends. When many are due at once,
  /// some of them are left for the next turn.
  private void runDueTimers() {
    var due = new ArrayList<Runnable>();
    for (var timer = timers.due(nowNs); timer != null; timer = timers.due(nowNs)) {
      due.add(timer);
    }
    for (var timer : due) {
      if (isLong()) {
        timers.arm(timer, nowNs);
      } else {
        timed(timer, timer);
      }
    }
  }

  private long timeoutNs(long limitNs) {
    if (!posted.isEmpty()) {
      return 0;
    }
    long next = timers.nextNs();
    long waitNs = next == Deadlines.NEVER ? limitNs : Math.min(limitNs, next - kernel.nowNs());
    return waitNs == Long.MAX_VALUE ? -1 : Math.max(0, waitNs);
  }

  private void dispatch(Rank rank) {
    for (int i = 0; i < ready.count(); i++) {
      int fd = ready.fd(i);
      var watch = watches.get(fd);
      if (rank == Rank.EXIT && isLong()) {
        return;
      }
      if (watch != null && watch.rank == rank) {
        boolean readable = ready.readable(i);
        boolean writable = ready.writable(i);
        timed(watch.watched, () -> watch.watched.onReady(fd, readable, writable));
      }
    }
  }

  /// Whether the turn has taken so long that others shall have theirs: when hundreds of programs
  /// end at once, the rest of them still shows as ready in the next turn.
  private boolean isLong() {
    return kernel.nowNs() - nowNs > LONG_TURN_NS;
  }

  private void timed(Object what, Runnable task) {
    long begunNs = kernel.nowNs();
    guarded(task);
    watch.took(what, kernel.nowNs() - begunNs);
  }

  /// Runs a part of a handler whose error must not keep the rest from being done.
  public void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error fault) {
      onFault.accept(fault);
    }
  }
}
