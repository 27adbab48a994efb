package dev.reeve.fake;

import dev.reeve.os.AppFiles;
import dev.reeve.os.Credentials;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import dev.reeve.os.Place;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// A kernel under which nobody writes and nobody calls: the part of a simulated machine that a
/// story about processes does not need.
public interface QuietKernel extends Kernel {
  @Override
  default int watchFolders() {
    return -Errno.EMFILE;
  }

  @Override
  default int addFolder(int watches, String path, boolean followLink) {
    return -Errno.ENOENT;
  }

  @Override
  default int removeFolder(int watches, int number) {
    return 0;
  }

  /// Everyone is the same here.
  @Override
  default int actingAs(@Nullable Credentials user, IntSupplier task) {
    return task.getAsInt();
  }

  @Override
  default void limit(long ns) {}

  @Override
  default @Nullable String interrupted() {
    return null;
  }

  @Override
  default AppFiles filesOf(@Nullable Credentials user) {
    return new NoFiles();
  }

  @Override
  default AppFiles.Source filesElsewhere() {
    return _ -> new NoFiles();
  }

  @Override
  default void wake() {}

  @Override
  default void lowerPriority() {}

  @Override
  default int descriptorOf(int pidfd, int fd) {
    return -Errno.ESRCH;
  }

  @Override
  default int openPipeOf(int pid, int fd, long inode) {
    return -Errno.ENOENT;
  }

  @Override
  default int read(int fd, byte[] into, int offset, int length) {
    return -Errno.EAGAIN;
  }

  @Override
  default int readAt(int fd, long at, byte[] into, int length) {
    return 0;
  }

  @Override
  default int peek(int pipe, byte[] into, int length) {
    return -Errno.EAGAIN;
  }

  @Override
  default int discard(int pipe, int length) {
    return -Errno.EAGAIN;
  }

  @Override
  default int move(int pipe, int file, int length) {
    return -Errno.EAGAIN;
  }

  @Override
  default int write(int fd, byte[] from, int offset, int length) {
    return length;
  }

  @Override
  default int sendWith(int fd, byte[] from, int length, int passed) {
    return length;
  }

  @Override
  default int bind(Place place, int backlog) {
    return -Errno.EACCES;
  }

  @Override
  default int socket(Place.Kind kind) {
    return -Errno.EACCES;
  }

  @Override
  default int bindAt(int fd, Place place, int backlog) {
    return -Errno.EACCES;
  }

  @Override
  default int end(int fd) {
    return close(fd);
  }

  @Override
  default int connect(Place place) {
    return -Errno.ECONNREFUSED;
  }

  @Override
  default int connected(int fd) {
    return -Errno.ECONNREFUSED;
  }

  @Override
  default int block(int fd) {
    return 0;
  }

  @Override
  default int listenerOf(int pidfd, int fd) {
    return -Errno.ESRCH;
  }

  @Override
  default Place placeOf(int fd) {
    return Place.unix("");
  }

  @Override
  default int writer(int fd) {
    return fd;
  }

  @Override
  default int sendDatagramWith(String path, byte[] message, int passed) {
    return message.length;
  }

  @Override
  default int unlink(String path) {
    return 0;
  }

  @Override
  default int unlinkSocket(dev.reeve.os.Place place) {
    return 0;
  }

  @Override
  default long position(int fd) {
    return 0;
  }

  /// What a test sees must not depend on when a thread gets its turn.
  @Override
  default void beside(String name, Runnable task) {
    task.run();
  }

  @Override
  default long tagOf(int pid) {
    return -1;
  }

  @Override
  default int firstFreePort() {
    return 1024;
  }

  @Override
  default long size(int fd) {
    return 0;
  }

  @Override
  default int truncate(int fd, long size) {
    return 0;
  }

  @Override
  default @Nullable FileFacts facts(String path) {
    return null;
  }

  @Override
  default int listen(String path) {
    return -Errno.EACCES;
  }

  @Override
  default int receive(int socket, byte[] into, int offset, int length) {
    return read(socket, into, offset, length);
  }

  @Override
  default int send(int socket, byte[] from, int offset, int length) {
    return write(socket, from, offset, length);
  }

  @Override
  default int acceptShared(int listener) {
    return accept(listener);
  }

  @Override
  default int accept(int listener) {
    return -Errno.EAGAIN;
  }

  @Override
  default int peerUid(int fd) {
    return 0;
  }

  @Override
  default int sendDatagram(String path, byte[] message) {
    return message.length;
  }
}
