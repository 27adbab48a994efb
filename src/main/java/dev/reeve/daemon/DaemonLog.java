package dev.reeve.daemon;

import dev.reeve.logs.DateFormat;
import dev.reeve.os.Clock;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/// The daemon's own log: one stamped line for each thing that a person may want to know later.
final class DaemonLog {
  private final PrintStream out;
  private final Clock clock;
  private final DateFormat format =
      new DateFormat("YYYY-MM-DDTHH:mm:ss.SSSZ", " ", ZoneId.systemDefault());
  private long faults;

  DaemonLog(PrintStream out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  void say(String sentence) {
    out.println(new String(format.stamp(clock.wallMs()), StandardCharsets.UTF_8) + sentence);
  }

  /// An error of ours: told with its trace, counted, and survived.
  void fault(Throwable fault) {
    faults++;
    var trace = new StringWriter();
    fault.printStackTrace(new PrintWriter(trace));
    say("fault of Reeve's own, please report it: " + trace);
  }

  long faults() {
    return faults;
  }
}
