package dev.reeve.os;

import org.jspecify.annotations.Nullable;

/// Files, pipes and sockets by their descriptor.
public interface Descriptors {
  /// Reads what is there, at most `length` bytes; 0 is the end, `-EAGAIN` nothing for now.
  int read(int fd, byte[] into, int offset, int length);

  /// Reads from a place in a file; where the next write goes is not told afterwards.
  int readAt(int fd, long at, byte[] into, int length);

  /// Copies what a pipe holds without taking it, at most `length` bytes; 0 is the end, `-EAGAIN`
  /// nothing for now.
  int peek(int pipe, byte[] into, int length);

  /// Takes so many bytes out of a pipe, for nobody.
  int discard(int pipe, int length);

  /// Moves at most `length` bytes from a pipe to a file without a stop in between: whenever this
  /// process dies, each byte is in one of the two. It goes where [#size] has left the file, which
  /// must not be open for appending (`man 2 splice`).
  int move(int pipe, int file, int length);

  /// Writes at most `length` bytes; a regular file may take fewer when the disk fills up.
  int write(int fd, byte[] from, int offset, int length);

  /// Reads from a socket as [#read] does. It never waits, though others who share the socket may
  /// have made it one that does.
  int receive(int socket, byte[] into, int offset, int length);

  /// Writes to a socket as [#write] does, and never waits either.
  int send(int socket, byte[] from, int offset, int length);

  /// Sends at most `length` bytes to a unix socket, together with a descriptor; never waits.
  int sendWith(int fd, byte[] from, int length, int passed);

  /// Opens a file for appending, created with mode 0600 if absent. A pipe or a terminal in its
  /// place never makes the caller wait: it gives `-ENXIO` or `-EAGAIN` instead.
  int openAppend(String path);

  /// A descriptor for what `fd` leads to at which a write never waits: of its own description where
  /// that can be had, so that others who write there wait as they did.
  int writer(int fd);

  /// Opens a regular file for reading and writing, created with mode 0600 if absent.
  int openWhole(String path);

  /// The size of an open file in bytes. What is written next goes there.
  long size(int fd);

  /// Where the last read or write has ended; of a file that is appended to, where its bytes have
  /// gone, whatever others have put behind them since.
  long position(int fd);

  /// Cuts an open file to its first `size` bytes.
  int truncate(int fd, long size);

  /// The facts of what a path leads to, or null when there is nothing.
  @Nullable FileFacts facts(String path);

  int close(int fd);

  /// What is known of a file. `device` and `inode` name it; times are in ms since 1970, `bornMs` 0
  /// where the file system does not tell.
  record FileFacts(
      long device, long inode, boolean regular, long size, long changedMs, long bornMs) {
    public boolean same(FileFacts other) {
      return device == other.device && inode == other.inode;
    }
  }
}
