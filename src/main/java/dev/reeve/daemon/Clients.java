package dev.reeve.daemon;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Who is connected at one door, and a bound on how many that are. What is kept for them counts in
/// the loop's budget, together with what all others are kept for.
final class Clients {
  /// Programs keep a connection each; of those that are over it, who is idle the longest goes.
  static final int MOST = 1000;

  private static final int CHUNK = 64 << 10;
  private static final long SILENCE_NS = Duration.ofSeconds(10).toNanos();

  private final Supervisor supervisor;
  private final String oneOfThem;
  private final Set<ClientSocket> sockets = new LinkedHashSet<>();
  private byte[] chunk = new byte[0];
  private long toldNs = Long.MIN_VALUE;

  /// `oneOfThem` is what the log calls a client.
  Clients(Supervisor supervisor, String oneOfThem) {
    this.supervisor = supervisor;
    this.oneOfThem = oneOfThem;
  }

  Supervisor supervisor() {
    return supervisor;
  }

  /// One that has just come; `owner` is told what happens to it.
  ClientSocket admit(int fd, ClientSocket.Owner owner) {
    makeRoom();
    var socket = new ClientSocket(this, fd, owner);
    sockets.add(socket);
    return socket;
  }

  void onCutOff(String reason) {
    supervisor.log().say(oneOfThem + " is cut off: " + reason);
  }

  void onClosed(ClientSocket socket) {
    sockets.remove(socket);
  }

  /// What is read goes through here and is copied out at once: who has sent a byte costs a byte.
  byte[] chunk() {
    if (chunk.length == 0) {
      chunk = new byte[CHUNK];
    }
    return chunk;
  }

  /// In the order in which they came.
  private void makeRoom() {
    if (sockets.size() < MOST) {
      return;
    }
    var idle = sockets.stream().filter(ClientSocket::idle).findFirst();
    long nowNs = supervisor.loop().nowNs();
    if (toldNs == Long.MIN_VALUE || nowNs - toldNs > SILENCE_NS) {
      toldNs = nowNs;
      onCutOff("more than %d are connected, and it was idle the longest".formatted(MOST));
    }
    idle.orElse(sockets.iterator().next()).close();
  }

  int count() {
    return sockets.size();
  }

  /// Before the end: what has been answered shall arrive.
  void flushAll() {
    List.copyOf(sockets).forEach(ClientSocket::flush);
  }
}
