package dev.reeve.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The report: where and when, the table, and what is short of its aim. A part that was measured
/// alone takes the place of its own rows and leaves the others as they were.
record Report(Contest contest, String part, boolean quick) {
  private static final String LEGEND =
"""

Every figure is of one run, taken side by side; a median unless it says otherwise.
The ratio is Reeve to PM2. An aim for “itself” is for Reeve's figure.
Homes and log files are in memory, so the disk is not what is compared.
“start”, “restart” and “next run” end when the apps themselves say that they run.

""";

  /// A report in its three pieces: sentences on runs, rows and remarks by what they are about.
  private record Pieces(List<String> runs, Map<String, String> rows, Map<String, String> remarks) {
    static Pieces of(List<String> lines) {
      var pieces = new Pieces(new ArrayList<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
      for (var line : lines) {
        if (line.startsWith("`")) {
          pieces.runs.add(line);
        } else if (line.startsWith("| ") && !line.startsWith("| what ")) {
          pieces.rows.put(line.substring(2, line.indexOf(" |", 2)), line);
        } else if (line.startsWith("- ")) {
          pieces.remark(line.substring(2));
        }
      }
      return pieces;
    }

    private void remark(String text) {
      var colon = text.indexOf(": ");
      remarks.put(colon < 0 ? text : text.substring(0, colon), "- " + text);
    }
  }

  String text(Path old) throws IOException {
    var pieces = Pieces.of(part.isEmpty() || !Files.exists(old) ? List.of() : fitting(old));
    pieces.runs.removeIf(run -> run.startsWith("`" + command() + "`"));
    pieces.runs.add(run());
    for (var row : contest.rows()) {
      pieces.rows.put(row.what(), row.markdown());
      pieces.remarks.remove(row.what());
      if (row.isShort()) {
        pieces.remark(row.shortfall());
      }
    }
    contest.notes().forEach(pieces::remark);
    if (contest.supervisors().size() == 2) {
      pieces.remark("supervisord could not be had on this machine");
    }
    return "# Bench\n\n"
        + String.join("  \n", pieces.runs)
        + "\n"
        + LEGEND
        + header()
        + lines(pieces.rows)
        + "\n"
        + lines(pieces.remarks);
  }

  private static String lines(Map<String, String> all) {
    return all.isEmpty() ? "" : String.join("\n", all.values()) + "\n";
  }

  /// The old report, if its columns are ours.
  private List<String> fitting(Path old) throws IOException {
    var lines = Files.readAllLines(old);
    if (!lines.contains(header().lines().findFirst().orElseThrow())) {
      throw new IOException(old + " compares others; measure all of it anew");
    }
    return lines.stream().map(String::stripTrailing).toList();
  }

  private String header() {
    var names = contest.supervisors().stream().map(Supervisor::name).toList();
    return "| what | unit | "
        + String.join(" | ", names)
        + " | ratio | aim | |\n|---|---|"
        + "--:|".repeat(names.size() + 1)
        + "---|---|\n";
  }

  private String command() {
    return part.isEmpty() ? "make bench" : "BENCH_ONLY=" + part + " make bench";
  }

  private String run() throws IOException {
    return "`%s` on %s: %d cores, Linux %s, JDK %s, node %s%s."
        .formatted(
            command(),
            LocalDate.now(ZoneOffset.UTC),
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.version").replaceFirst("^(\\d+\\.\\d+\\.\\d+).*", "$1"),
            System.getProperty("java.version"),
            output("node", "--version"),
            quick ? ". Quick: fewer rounds" : "");
  }

  private static String output(String... words) throws IOException {
    return new String(new ProcessBuilder(words).start().getInputStream().readAllBytes(), UTF_8)
        .strip();
  }
}
