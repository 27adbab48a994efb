package dev.reeve.os;

/// Files and pipes by their descriptor.
public interface Descriptors {
  /// Reads what is there, at most `length` bytes; 0 is the end, `-EAGAIN` nothing for now.
  int read(int fd, byte[] into, int offset, int length);

  /// Writes at most `length` bytes; a regular file may take fewer when the disk fills up.
  int write(int fd, byte[] from, int offset, int length);

  /// Opens a file for appending, created with mode 0600 if absent. A pipe or a terminal in its
  /// place never makes the caller wait: it gives `-ENXIO` or `-EAGAIN` instead.
  int openAppend(String path);

  /// The size of an open file in bytes.
  long size(int fd);

  /// Cuts an open file to no bytes.
  int truncate(int fd);

  int close(int fd);
}
