package dev.reeve.cli;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.Connection;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.PlainFile;
import dev.reeve.model.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// `report`: what someone who helps wants to know. No environment and no argument of an app is in
/// it, and what looks like a secret in the daemon's log is masked. It starts no daemon.
record ReportCommand(Session session) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int LOG_LINES = 20;

  int run() throws Failed, NoAnswer {
    var context = session.context();
    var lines = new ArrayList<String>();
    lines.add("=== Reeve report, " + Instant.ofEpochMilli(context.nowMs().getAsLong()) + " ===");
    section(lines, "client");
    lines.add("version  " + context.version() + ", called as " + context.program());
    lines.add("java     " + System.getProperty("java.vm.version"));
    section(lines, "system");
    lines.add("kernel   " + System.getProperty("os.name") + " " + System.getProperty("os.version"));
    lines.add(
        "machine  "
            + System.getProperty("os.arch")
            + ", "
            + Runtime.getRuntime().availableProcessors()
            + " cores");
    lines.add("memory   " + firstOf("/proc/meminfo"));
    lines.add("load     " + firstOf("/proc/loadavg"));
    section(lines, "daemon");
    lines.addAll(daemon());
    session.print(lines);
    return Exits.DONE;
  }

  private static void section(List<String> lines, String title) {
    lines.add("");
    lines.add("--- " + title);
  }

  private List<String> daemon() throws NoAnswer {
    var lines = new ArrayList<String>();
    try (var connection = Connection.open(session.context().home())) {
      if (connection.call(new Request.Ping(), LIMIT)
          instanceof Reply.Pong(var version, var build, int pid, var home, long faults)) {
        lines.add("version  " + version + " (" + build + "), pid " + pid);
        lines.add("home     " + home);
        lines.add("faults   " + faults);
      }
      apps(connection, lines);
    } catch (NoAnswer none) {
      if (none.why() != NoAnswer.Why.ABSENT) {
        throw none;
      }
      lines.add(none.sentence());
    }
    section(lines, "the end of the daemon's log");
    lines.addAll(endOfLog());
    return lines;
  }

  private static void apps(Connection connection, List<String> lines) throws NoAnswer {
    section(lines, "apps");
    if (connection.call(new Request.Listing(), LIMIT) instanceof Reply.Views(var views)) {
      for (var view : views) {
        lines.add(
            "%s  %s  %s  pid %s"
                .formatted(view.id(), view.name(), view.status().word(), view.pid()));
      }
    }
  }

  private List<String> endOfLog() {
    try {
      var all = PlainFile.text(session.context().home().daemonLog()).lines().toList();
      return all.subList(Math.max(0, all.size() - LOG_LINES), all.size()).stream()
          .map(Secrets::maskedText)
          .toList();
    } catch (IOException none) {
      return List.of("none");
    }
  }

  private static String firstOf(String file) {
    try {
      return Files.readString(java.nio.file.Path.of(file)).lines().findFirst().orElse("");
    } catch (IOException none) {
      return "unknown";
    }
  }
}
