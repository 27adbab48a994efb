package dev.reeve.os.linux;

import dev.reeve.os.Place;
import dev.reeve.os.Sockets;

/// The kernel's [Sockets], each call by the part that knows it.
interface SocketCalls extends Sockets {
  /// The parts.
  record Parts(
      LinuxSockets sockets, LinuxListeners listeners, LinuxProcesses processes, ProcFs procFs) {}

  Parts sockets();

  @Override
  default int listen(String path) {
    return sockets().sockets.listen(path);
  }

  @Override
  default int connect(Place place) {
    return sockets().listeners.connect(place);
  }

  @Override
  default int connected(int fd) {
    return sockets().listeners.connected(fd);
  }

  @Override
  default int bind(Place place, int backlog) {
    return sockets().listeners.bind(place, backlog);
  }

  @Override
  default int socket(Place.Kind kind) {
    return sockets().listeners.socket(kind);
  }

  @Override
  default int bindAt(int fd, Place place, int backlog) {
    return sockets().listeners.bindAt(fd, place, backlog);
  }

  @Override
  default int end(int fd) {
    return sockets().listeners.end(fd);
  }

  @Override
  default int block(int fd) {
    return sockets().listeners.block(fd);
  }

  @Override
  default int listenerOf(int pidfd, int fd) {
    return sockets().listeners.own(sockets().processes.descriptorOf(pidfd, fd));
  }

  @Override
  default Place placeOf(int fd) {
    return sockets().listeners.placeOf(fd);
  }

  @Override
  default int unlink(String path) {
    return sockets().listeners.unlink(path);
  }

  @Override
  default int unlinkSocket(Place place) {
    return sockets().listeners.unlinkSocket(place);
  }

  @Override
  default int firstFreePort() {
    return sockets().procFs.firstFreePort();
  }

  @Override
  default int accept(int listener) {
    return sockets().sockets.accept(listener);
  }

  @Override
  default int acceptShared(int listener) {
    sockets().listeners.unblock(listener);
    return sockets().sockets.accept(listener);
  }

  @Override
  default int peerUid(int fd) {
    return sockets().sockets.peerUid(fd);
  }

  @Override
  default int sendDatagram(String path, byte[] message) {
    return sockets().sockets.sendDatagram(path, message);
  }

  @Override
  default int sendDatagramWith(String path, byte[] message, int passed) {
    return sockets().sockets.sendDatagramWith(path, message, passed);
  }
}
