package dev.reeve.os;

import org.jspecify.annotations.Nullable;

/// All that the daemon asks of the operating system. One thread owns a kernel and everything that
/// it hands out; only [Readiness#wake] may be called from another.
///
/// Calls that can fail return a count or a file descriptor `>= 0`, or `-errno`.
public interface Kernel
    extends Clock, Processes, Descriptors, Sockets, Readiness, FolderWatches, Rights {
  /// The files that the apps of a user name; null for our own user.
  AppFiles filesOf(@Nullable Credentials owner);

  /// The same for another thread, one at a time.
  AppFiles.Source filesElsewhere();

  /// Runs what is slow on a thread of its own, which ends with it.
  default void beside(String name, Runnable task) {
    Thread.ofPlatform().daemon().name(name).start(task);
  }
}
