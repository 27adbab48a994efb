package dev.reeve.logs;

import dev.reeve.os.Descriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The beginning of a line whose end has not come yet, on disk: taken out of the pipe so that its
/// writer can go on, and not in memory, which does not survive us.
final class Spool {
  /// An older version held longer lines.
  private static final int MOST_BYTES = 64 << 20;

  private final Path path;
  private final Descriptors descriptors;
  private int fd = -1;
  private int length;

  Spool(Path path, Descriptors descriptors) {
    this.path = path;
    this.descriptors = descriptors;
  }

  int length() {
    return length;
  }

  /// Takes up what a dead daemon has left.
  void reopen() {
    if (descriptors.facts(path.toString()) != null) {
      fd = descriptors.openWhole(path.toString());
      length = (int) Math.min(MOST_BYTES, fd < 0 ? 0 : descriptors.size(fd));
    }
  }

  /// What may be there is of a run that nobody took up, of the last boot, say: it is no beginning
  /// of a line of this one.
  private int open() {
    if (fd < 0) {
      fd = descriptors.openWhole(path.toString());
      if (fd >= 0 && descriptors.size(fd) > 0) {
        descriptors.truncate(fd, 0);
      }
    }
    return Math.min(fd, 0);
  }

  /// Moves bytes from a pipe to the end: how many, or `-errno`.
  int take(int pipe, int count) {
    int opened = open();
    if (opened < 0) {
      return opened;
    }
    descriptors.size(fd);
    int moved = descriptors.move(pipe, fd, count);
    length += Math.max(0, moved);
    return moved;
  }

  /// Puts its bytes at the beginning of an array.
  void read(byte[] into) {
    int got = descriptors.readAt(fd, 0, into, length);
    if (got != length) {
      throw new IllegalStateException("%s: %d of %d bytes".formatted(path, got, length));
    }
  }

  void clear() {
    if (length > 0) {
      descriptors.truncate(fd, 0);
      length = 0;
    }
  }

  /// The stream is over.
  void remove() {
    if (fd >= 0) {
      descriptors.close(fd);
      fd = -1;
      try {
        Files.deleteIfExists(path);
      } catch (IOException refused) {
        length = 0;
      }
    }
  }
}
