package dev.reeve.daemon;

import dev.reeve.api.Reply;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What apps are sent on their standard input. The pipe is the app's own, at both ends: it is
/// opened through `/proc` for as long as a line takes, so nothing is kept for it here, nothing is
/// lost with a daemon, and an app that does not read makes nobody wait.
record StandardInput(Kernel kernel) {
  /// So much is written whole or not at all (`man 7 pipe`, PIPE_BUF); a terminal takes no longer
  /// line either.
  static final int MAX_BYTES = 4096;

  Reply send(String text, List<Supervised> chosen) {
    return new Reply.Done(
        chosen.stream()
            .map(each -> {
              var refusal = refusal(each, text);
              var message = refusal == null ? "was sent it" : refusal;
              return new Reply.Outcome(each.id, each.spec.name(), refusal == null, message);
            })
            .toList());
  }

  /// Writes, and says why it could not.
  @Nullable String refusal(Supervised instance, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var live = instance.live;
    if (bytes.length > MAX_BYTES) {
      return "was not sent it: it is longer than %s bytes; send it in pieces".formatted(MAX_BYTES);
    }
    if (instance.spec.isCluster()) {
      return "has no standard input in cluster mode; use fork mode";
    }
    if (live == null || live.pid() < 0) {
      return "has no process; start it first";
    }
    var input = "/proc/" + live.pid() + "/fd/0";
    if (!isPipe(input)) {
      return "has closed its standard input, or was started before it had one; restart it";
    }
    return written(input, bytes);
  }

  private @Nullable String written(String input, byte[] bytes) {
    int fd = kernel.openAppend(input);
    if (fd < 0) {
      return "cannot be sent anything: " + Errno.sentence(-fd);
    }
    // It may be something else by now, of which a process of another user has no more than a look.
    var facts = kernel.filesOf(null).facts(fd);
    boolean pipe = facts != null && !facts.regular();
    int result = pipe ? kernel.write(fd, bytes, 0, bytes.length) : -Errno.EPIPE;
    kernel.close(fd);
    if (result == -Errno.EAGAIN) {
      return "does not read what it is sent: its standard input is full";
    }
    return result < 0 ? "cannot be sent anything: " + Errno.sentence(-result) : null;
  }

  private static boolean isPipe(String input) {
    try {
      return Files.readSymbolicLink(Path.of(input)).toString().startsWith("pipe:");
    } catch (IOException gone) {
      return false;
    }
  }
}
