package dev.reeve.monit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A shell beside us that holds the terminal's settings: it takes the terminal over, tells its size
/// when asked, and gives the terminal back when our end of its input closes. That happens even when
/// we are killed without a chance to do anything. No native code is needed for any of it.
final class Guard implements AutoCloseable {
  private static final long LIMIT_MS = 2000;

  /// Signals of the terminal reach the whole process group; the guard outlives all but a kill. Once
  /// we are killed it is in the background, where setting a terminal is allowed to those only who
  /// ignore SIGTTOU (`man 3 tcsetattr`). `1049`: the other screen and the cursor's place, `25`: the
  /// cursor, `2004`: paste as typing.
  private static final String SCRIPT =
      """
      trap '' INT QUIT HUP TERM TSTP TTIN TTOU
      saved=$(stty -g </dev/tty) || exit 1
      stty -icanon -echo -isig -ixon -iexten -icrnl min 1 time 0 </dev/tty || exit 1
      printf '\\033[?1049h\\033[?25l\\033[?2004l\\033[2J' >/dev/tty
      stty size </dev/tty
      while read -r _; do stty size </dev/tty; done
      printf '\\033[0m\\033[?25h\\033[?1049l' >/dev/tty
      stty "$saved" </dev/tty
      """;

  private final Process shell;
  private final OutputStream questions;
  private final BufferedReader answers;

  /// The terminal is taken over when this returns.
  Guard() throws IOException {
    var builder = new ProcessBuilder("/bin/sh", "-c", SCRIPT);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    shell = builder.start();
    questions = shell.getOutputStream();
    answers = shell.inputReader(StandardCharsets.US_ASCII);
  }

  /// Has the size told anew by [#nextSize].
  void askSize() throws IOException {
    questions.write('\n');
    questions.flush();
  }

  /// Waits for a size; null when the terminal or the guard is gone.
  @Nullable Size nextSize() {
    try {
      var line = answers.readLine();
      var words = line == null ? new String[0] : line.split(" ", -1);
      return words.length == 2
          ? new Size(Integer.parseInt(words[1]), Integer.parseInt(words[0]))
          : null;
    } catch (IOException | NumberFormatException gone) {
      return null;
    }
  }

  /// The terminal is as it was when this returns.
  @Override
  public void close() {
    try {
      questions.close();
    } catch (IOException gone) {
      shell.destroy();
    }
    try {
      if (!shell.waitFor(LIMIT_MS, TimeUnit.MILLISECONDS)) {
        shell.destroy();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
