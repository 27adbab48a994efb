package dev.reeve.os;

/// What a spawn gave.
public sealed interface Spawn {
  /// A running process, leader of a session of its own. The caller owns the three descriptors:
  /// `pidfd` becomes readable when it ends, `outFd` and `errFd` are the reading ends of its output,
  /// non-blocking. The end of the output is the end of the process: the pipes give no end of file.
  /// `channelFd` is our end of its channel, non-blocking, or -1.
  record Started(int pid, int pidfd, int outFd, int errFd, int channelFd) implements Spawn {}

  /// No process. `errno` is the kernel's number (`man 3 errno`).
  record Failed(int errno) implements Spawn {}
}
