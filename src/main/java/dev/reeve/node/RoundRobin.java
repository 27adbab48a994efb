package dev.reeve.node;

import dev.reeve.loop.Loop;
import dev.reeve.loop.Rank;
import dev.reeve.model.Json;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import dev.reeve.os.Readiness;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A socket whose connections are handed to the workers in turn. A worker gets the next one when it
/// has taken the last; as long as none is free, connections wait in the kernel's queue, where they
/// outlive any worker.
final class RoundRobin implements Port {
  private static final long PAUSE_NS = Duration.ofMillis(100).toNanos();
  private static final int MOST_A_TURN = 64;

  private final Loop loop;
  private final Kernel kernel;
  private final Bound bound;
  private final Runnable held;
  private final String handing;
  private final Set<Worker> holders = new HashSet<>();
  private final ArrayDeque<Worker> free = new ArrayDeque<>();

  /// Taken from the queue and not by a worker: for the next free one.
  private final ArrayDeque<Integer> returned = new ArrayDeque<>();

  private final Runnable resume = this::pump;
  private boolean closed;

  /// `held` runs when somebody makes the socket one that waits, time and again.
  RoundRobin(Loop loop, Kernel kernel, Bound bound, Runnable held) {
    this.loop = loop;
    this.kernel = kernel;
    this.bound = bound;
    this.held = held;
    this.handing =
        "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Native\",\"msg\":{\"cmd\":\"NODE_CLUSTER\","
            + "\"act\":\"newconn\",\"key\":%s,\"seq\":".formatted(Json.write(bound.key()));
    loop.watch(bound.fd(), 0, Rank.REQUEST, (_, _, _) -> pump());
  }

  /// The message that goes with a connection.
  String handing(long sequence) {
    return handing + sequence + "}}";
  }

  @Override
  public Bound bound() {
    return bound;
  }

  @Override
  public void add(Worker worker) {
    if (holders.add(worker) && !worker.owes(this)) {
      free.add(worker);
      pump();
    }
  }

  @Override
  public boolean heldBy(Worker worker) {
    return holders.contains(worker);
  }

  @Override
  public List<Integer> returned() {
    return List.copyOf(returned);
  }

  @Override
  public void take(List<Integer> connections) {
    returned.addAll(connections);
  }

  @Override
  public void remove(Worker worker) {
    holders.remove(worker);
    free.remove(worker);
  }

  @Override
  public boolean deserted() {
    return holders.isEmpty();
  }

  /// A worker has said whether it takes a connection; `accepted` is not said of one that is gone.
  /// Who refuses one does not listen any more.
  void answered(Worker worker, int connection, boolean accepted) {
    if (accepted || closed) {
      kernel.close(connection);
    } else {
      returned.add(connection);
      holders.remove(worker);
    }
    if (holders.contains(worker) && worker.serves()) {
      free.add(worker);
    }
    pump();
  }

  /// Hands out what waits, to those who are free.
  private void pump() {
    for (int i = 0; i < MOST_A_TURN && !closed; i++) {
      var worker = next();
      if (worker == null) {
        loop.interest(bound.fd(), 0);
        return;
      }
      // A connection that is ours alone dies with us: all is ready before it is taken.
      var message = worker.handing(this);
      int connection = returned.isEmpty() ? kernel.acceptShared(bound.fd()) : returned.remove();
      if (connection < 0) {
        free.addFirst(worker);
        wait(connection);
        return;
      }
      if (!worker.hand(this, connection, message)) {
        returned.addFirst(connection);
      }
    }
    loop.interest(bound.fd(), closed ? 0 : Readiness.READ);
  }

  private @Nullable Worker next() {
    var worker = free.poll();
    while (worker != null && !worker.serves()) {
      worker = free.poll();
    }
    return worker;
  }

  /// Nothing waits, or the machine is short of descriptors for a moment; or the call has waited,
  /// which no honest program brings about.
  private void wait(int error) {
    if (error == -Errno.EINTR) {
      held.run();
      return;
    }
    boolean shortage = error != -Errno.EAGAIN && Errno.passing(-error);
    loop.interest(bound.fd(), shortage ? 0 : Readiness.READ);
    if (shortage) {
      loop.arm(resume, loop.nowNs() + PAUSE_NS);
    }
  }

  @Override
  public void close() {
    closed = true;
    loop.arm(resume, dev.reeve.loop.Deadlines.NEVER);
    loop.unwatch(bound.fd());
    kernel.end(bound.fd());
    returned.forEach(kernel::close);
    returned.clear();
  }
}
