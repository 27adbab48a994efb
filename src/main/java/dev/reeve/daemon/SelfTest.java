package dev.reeve.daemon;

import dev.reeve.model.Exit;
import dev.reeve.os.Kernel;
import dev.reeve.os.Launch;
import dev.reeve.os.Readiness;
import dev.reeve.os.Spawn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Proves at start that the native layer fits this machine: a child that prints a word and exits
/// with 42 must be seen to do so. On a wrong layout everything else would be wrong as well.
final class SelfTest {
  private static final long LIMIT_NS = Duration.ofSeconds(5).toNanos();
  private static final int CODE = 42;

  private SelfTest() {}

  /// Nothing, or a sentence about what does not fit.
  static Optional<String> run(Kernel kernel) {
    var launch =
        new Launch("/bin/sh", List.of("sh", "-c", "printf ok; exit " + CODE), Map.of(), "/", false);
    return switch (kernel.spawn(launch)) {
      case Spawn.Failed(int errno) -> Optional.of("the self-test's child: error " + errno);
      case Spawn.Started child -> {
        var result = judge(kernel, child);
        kernel.unwatch(child.pidfd());
        kernel.close(child.pidfd());
        kernel.close(child.outFd());
        kernel.close(child.errFd());
        yield result;
      }
    };
  }

  private static Optional<String> judge(Kernel kernel, Spawn.Started child) {
    var ready = new Readiness.ReadySet();
    kernel.watch(child.pidfd(), Readiness.READ);
    long untilNs = kernel.nowNs() + LIMIT_NS;
    Exit exit = null;
    while (exit == null && kernel.nowNs() < untilNs) {
      kernel.poll(untilNs - kernel.nowNs(), ready);
      exit = kernel.reap(child.pidfd());
    }
    var word = new byte[8];
    int length = kernel.read(child.outFd(), word, 0, word.length);
    if (!new Exit.Code(CODE).equals(exit)) {
      return Optional.of("a child that exits with 42 was seen as: " + exit);
    }
    return length == 2 && word[0] == 'o' && word[1] == 'k'
        ? Optional.empty()
        : Optional.of("a child's output was not read: " + length);
  }
}
