package dev.reeve.os;

/// Unix-domain stream sockets, non-blocking.
public interface Sockets {
  /// Listens at a path, in place of whatever socket was there, with mode 0600.
  int listen(String path);

  /// The next waiting connection, or `-EAGAIN`.
  int accept(int listener);

  /// The user at the other end of a connection.
  int peerUid(int fd);

  /// Sends one datagram to a unix socket; a path that begins with `@` is an abstract name. It is
  /// how systemd is told things (`man 3 sd_notify`).
  int sendDatagram(String path, byte[] message);
}
