package dev.reeve.os;

/// Sockets, non-blocking: our own, and those that we hold for programs.
public interface Sockets {
  /// Listens at a path, in place of whatever socket was there, with mode 0600.
  int listen(String path);

  /// Binds a socket for programs, and lets at most `backlog` connections wait at it if it takes
  /// any. A socket file that nobody listens at any more is replaced, if it is of the user for whom
  /// this is done.
  int bind(Place place, int backlog);

  /// An unbound socket of a kind, for [#bindAt].
  int socket(Place.Kind kind);

  /// Binds an unbound socket as [#bind] does: 0 or `-errno`. Whoever shares it is at the place,
  /// too.
  int bindAt(int fd, Place place, int backlog);

  /// Closes a socket that others may share: nobody is let in at it any more, by whomever.
  int end(int fd);

  /// Makes a socket one at which a call waits, for everybody who shares it: 0 or `-errno`.
  int block(int fd);

  /// A socket that listens, or takes datagrams, and that another process has as `fd`, as one of
  /// ours to be closed; or `-errno`, when it is something else or the kernel does not let us.
  int listenerOf(int pidfd, int fd);

  /// Begins to connect to a place: a socket that becomes writable when that is decided.
  int connect(Place place);

  /// How a connection that has been decided went: 0 or `-errno`.
  int connected(int fd);

  /// Where a bound socket is: the port that the kernel chose, too.
  Place placeOf(int fd);

  /// Takes away a file that is ours to take away, whatever it is.
  int unlink(String path);

  /// Takes away the file of a unix socket at which nobody listens or receives any more: 0 or
  /// `-errno`. What is no socket, or is not of the user for whom this is done, stays.
  int unlinkSocket(Place place);

  /// The lowest TCP and UDP port that needs no privilege.
  int firstFreePort();

  /// The next waiting connection, or `-EAGAIN`.
  int accept(int listener);

  /// The next waiting connection of a socket that others hold, too. They may make it one at which a
  /// call waits; what they do is undone first. `-EINTR` when they were quicker, and
  /// [Readiness#limit] has ended the wait.
  int acceptShared(int listener);

  /// The user at the other end of a connection.
  int peerUid(int fd);

  /// Sends one datagram to a unix socket; a path that begins with `@` is an abstract name. It is
  /// how systemd is told things (`man 3 sd_notify`). `-EAGAIN` when the receiver has too many that
  /// it has not read yet.
  int sendDatagram(String path, byte[] message);

  /// The same together with a descriptor.
  int sendDatagramWith(String path, byte[] message, int passed);
}
