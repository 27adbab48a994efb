package dev.reeve.node;

import dev.reeve.fake.QuietKernel;
import dev.reeve.model.Exit;
import dev.reeve.os.Errno;
import dev.reeve.os.Launch;
import dev.reeve.os.Place;
import dev.reeve.os.ProcessTable;
import dev.reeve.os.Readiness;
import dev.reeve.os.Spawn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A machine with ports only: whoever calls is accepted at any of them that is listened at.
final class Ports implements QuietKernel {
  private final Map<Integer, Integer> watched = new HashMap<>();
  private final Set<Integer> bound = new HashSet<>();
  private final ArrayDeque<Integer> calling = new ArrayDeque<>();
  private final List<Integer> closed = new ArrayList<>();
  private int nextFd = 64;
  private int refusal;
  private long nowNs;
  private boolean waits;

  /// Somebody connects; the numbers are those of the connections' descriptors.
  void call(int... connections) {
    for (int each : connections) {
      calling.add(each);
    }
  }

  int waiting() {
    return calling.size();
  }

  /// The connections that were closed.
  List<Integer> closed() {
    return closed;
  }

  /// How many sockets are bound.
  int open() {
    return bound.size();
  }

  void refuse(int errno) {
    refusal = errno;
  }

  void later(long ns) {
    nowNs += ns;
  }

  @Override
  public int bind(Place place, int backlog) {
    if (refusal > 0) {
      return -refusal;
    }
    bound.add(++nextFd);
    return nextFd;
  }

  /// From now on a worker is quicker, whenever a connection is to be taken.
  void makeWait() {
    waits = true;
  }

  @Override
  public int acceptShared(int listener) {
    return waits ? -Errno.EINTR : accept(listener);
  }

  @Override
  public int accept(int listener) {
    var connection = calling.poll();
    return connection == null ? -Errno.EAGAIN : connection;
  }

  @Override
  public int close(int fd) {
    if (!bound.remove(fd)) {
      closed.add(fd);
    }
    return 0;
  }

  @Override
  public int watch(int fd, int interest) {
    watched.put(fd, interest);
    return 0;
  }

  @Override
  public int unwatch(int fd) {
    watched.remove(fd);
    return 0;
  }

  @Override
  public int poll(long timeoutNs, ReadySet ready) {
    ready.clear();
    watched.forEach((fd, interest) -> {
      if (!calling.isEmpty() && (interest & Readiness.READ) != 0 && ready.count() < 200) {
        ready.add(fd, Readiness.READ);
      }
    });
    return ready.count();
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public long wallMs() {
    return 0;
  }

  @Override
  public int ownPid() {
    return 1;
  }

  @Override
  public Spawn spawn(Launch launch) {
    return new Spawn.Failed(Errno.EPERM);
  }

  @Override
  public @Nullable Exit reap(int pidfd) {
    return null;
  }

  @Override
  public int openPidfd(int pid) {
    return -Errno.ESRCH;
  }

  @Override
  public int signal(int pidfd, int signal) {
    return -Errno.ESRCH;
  }

  @Override
  public void census(ProcessTable table, PidFilter skip) {
    table.clear();
  }

  @Override
  public ProcessTable.@Nullable Row row(int pid) {
    return null;
  }

  @Override
  public int[] orphans() {
    return new int[0];
  }

  @Override
  public @Nullable String environmentOf(int pid, String variable) {
    return null;
  }

  @Override
  public int openAppend(String path) {
    return -Errno.EPERM;
  }

  @Override
  public int openWhole(String path) {
    return -Errno.EPERM;
  }
}
