package dev.reeve.loop;

/// Who is told that a descriptor is ready.
@FunctionalInterface
public interface Watched {
  /// `fd` may be read, or written, without waiting; an error or a hang-up shows as readable.
  void onReady(int fd, boolean readable, boolean writable);
}
