package dev.reeve.os;

import java.util.List;
import java.util.Map;

/// Becoming another program under our own pid (`man 2 execve`).
public interface Exec {
  /// Keeps bytes in memory for the program that we become: a descriptor that is the caller's, or
  /// `-errno`.
  int keep(byte[] content);

  /// A descriptor that can travel in place of `fd`, above all that a program opens at its start; or
  /// `-errno`. It may be `fd` itself.
  int movable(int fd);

  /// Becomes a program that has the descriptors `travelling`, the standard ones, and no other. It
  /// returns only when that fails, `-errno`: then all is as it was.
  int become(
      String executable,
      List<String> arguments,
      Map<String, String> environment,
      List<Integer> travelling);
}
