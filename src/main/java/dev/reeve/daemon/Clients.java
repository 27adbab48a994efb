package dev.reeve.daemon;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Who is connected at one door, and a bound on what waits for all of them together.
final class Clients {
  /// In bytes; a list of a thousand apps has 15 MB.
  static final long MAX_WAITING_BYTES = 48 << 20;

  private final Supervisor supervisor;
  private final String oneOfThem;
  private final Set<ClientSocket> sockets = new LinkedHashSet<>();

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

  /// Cuts off who reads the least, until the others fit.
  void boundWaiting() {
    while (sockets.stream().mapToLong(ClientSocket::waitingBytes).sum() > MAX_WAITING_BYTES) {
      var biggest =
          sockets.stream().max(Comparator.comparingLong(ClientSocket::waitingBytes)).orElseThrow();
      biggest.cutOff(
          "it did not read, and %d MB waited for it".formatted(biggest.waitingBytes() >> 20));
    }
  }

  int count() {
    return sockets.size();
  }

  /// Before the end: what has been answered shall arrive.
  void flushAll() {
    List.copyOf(sockets).forEach(ClientSocket::flush);
  }
}
