package dev.reeve.os;

import org.jspecify.annotations.Nullable;

/// Waiting for descriptors to become ready.
public interface Readiness {
  int READ = 1;
  int WRITE = 4;

  /// Begins to watch a descriptor, or changes for what. `interest` is [#READ], [#WRITE] or both.
  int watch(int fd, int interest);

  int unwatch(int fd);

  /// Waits until something is ready, [#wake] is called, or `timeoutNs` has passed (negative: no
  /// limit). Fills `ready` and returns how many.
  int poll(long timeoutNs, ReadySet ready);

  /// From now on a call of this thread that waits for `ns` is interrupted, which gives `-EINTR`,
  /// and so is any other after each such time again; 0 ends that. Nothing that we do waits on
  /// purpose: this is for what others have made wait.
  void limit(long ns);

  /// The name of the call that [#limit] has interrupted last, if one was since this was asked.
  @Nullable String interrupted();

  /// Ends the present or the next [#poll] at once. The one call that any thread may make.
  void wake();

  /// What a poll found. An error or a hang-up shows as readable.
  final class ReadySet {
    /// More than this are left for the next poll.
    public static final int CAPACITY = 256;

    private final int[] fds = new int[CAPACITY];
    private final int[] events = new int[CAPACITY];
    private int count;

    public void clear() {
      count = 0;
    }

    public void add(int fd, int event) {
      fds[count] = fd;
      events[count] = event;
      count++;
    }

    public int count() {
      return count;
    }

    public int fd(int index) {
      return fds[index];
    }

    public boolean readable(int index) {
      return (events[index] & READ) != 0;
    }

    public boolean writable(int index) {
      return (events[index] & WRITE) != 0;
    }
  }
}
