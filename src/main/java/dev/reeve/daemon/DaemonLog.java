package dev.reeve.daemon;

import dev.reeve.model.DateFormat;
import dev.reeve.model.Printable;
import dev.reeve.model.Secrets;
import dev.reeve.os.Clock;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.function.Consumer;

/// The daemon's own log: one stamped line for each thing that a person may want to know later.
final class DaemonLog {
  private final PrintStream out;
  private final Clock clock;
  private final DateFormat format =
      new DateFormat("YYYY-MM-DDTHH:mm:ss.SSSZ", " ", ZoneId.systemDefault());
  private final StringBuilder waiting = new StringBuilder();
  private Runnable grown = () -> {};
  private Consumer<String> heard = _ -> {};
  private long faults;

  DaemonLog(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  /// Written at the end of the turn: what is being told of goes first.
  void say(String sentence) {
    write(Secrets.maskedText(Printable.line(sentence)));
  }

  private void write(String sentence) {
    waiting
        .append(new String(format.stamp(clock.wallMs()), StandardCharsets.UTF_8))
        .append(sentence)
        .append('\n');
    heard.accept(sentence);
  }

  /// Writes what has been said.
  void flush() {
    if (!waiting.isEmpty()) {
      out.print(waiting);
      out.flush();
      waiting.setLength(0);
      grown.run();
    }
  }

  /// Who is told each sentence too.
  void whenSaid(Consumer<String> listener) {
    heard = listener;
  }

  /// What is to be run when the log has grown.
  void whenGrown(Runnable task) {
    grown = task;
  }

  /// An error of ours: told with its trace, counted, and survived.
  void fault(Throwable fault) {
    faults++;
    var trace = new StringWriter();
    fault.printStackTrace(new PrintWriter(trace));
    // Whatever a message holds, no line of it begins as one of ours does.
    var lines = trace.toString().lines().map(String::strip).map(Printable::line).toList();
    write("fault of Reeve's own, please report it: " + String.join("\n\t", lines));
  }

  long faults() {
    return faults;
  }
}
