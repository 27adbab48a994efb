package dev.reeve.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// `Bench <launcher> <folder of tools> <report>`: measures, prints the table, writes the report.
final class Bench {
  private Bench() {}

  public static void main(String[] args) throws IOException {
    var launcher = args[0];
    var tools = Path.of(args[1]);
    var quick = "1".equals(System.getenv("BENCH_QUICK"));
    var scratch = Files.createTempDirectory(memory(), "bench");
    try {
      var contest = new Contest(supervisors(launcher, tools), scratch);
      new Daily(contest, quick).measure();
      new Heavy(contest, quick).measure();
      var report = report(contest, quick);
      System.out.print(report);
      Files.writeString(Path.of(args[2]), report);
    } finally {
      remove(scratch);
    }
  }

  /// Homes are kept in memory where there is a place for that: the disk is not what is compared.
  private static Path memory() {
    var shared = Path.of("/dev/shm");
    var usual = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    return Files.isDirectory(shared) && Files.isWritable(shared) ? shared : usual;
  }

  /// Reeve first and PM2 second: the ratio of a row is taken between these two.
  private static List<Supervisor> supervisors(String launcher, Path tools) {
    var all = new ArrayList<Supervisor>();
    all.add(new Pm2Like("Reeve", launcher));
    all.add(new Pm2Like("PM2 7.0.4", tools.resolve("node_modules/.bin/pm2").toString()));
    var supervisord = tools.resolve("supervisor");
    if (Files.exists(supervisord.resolve("usr/bin/supervisord"))) {
      all.add(new Supervisord(supervisord));
    }
    return all;
  }

  private static String report(Contest contest, boolean quick) throws IOException {
    var names = contest.supervisors().stream().map(Supervisor::name).toList();
    var report = new StringBuilder("# Bench\n\n");
    report
        .append("`make bench` on ")
        .append(LocalDate.now(ZoneOffset.UTC))
        .append(": ")
        .append(machine());
    report.append(quick ? ". Quick: fewer rounds.\n" : ".\n");
    report.append(
"""

        Every figure is of one run, taken side by side; a median unless it says otherwise.
        The ratio is Reeve to PM2.
        Homes and log files are in memory, so the disk is not what is compared.
“start”, “restart” and “next run” end when the apps themselves say that they run.

""");
    report.append("| what | unit | ").append(String.join(" | ", names));
    report.append(" | ratio | aim | |\n|---|---|").append("--:|".repeat(names.size() + 1));
    report.append("---|---|\n");
    contest.rows().forEach(row -> report.append(row.markdown()).append('\n'));
    report.append(shortfalls(contest));
    return report.toString();
  }

  private static String shortfalls(Contest contest) {
    var lines = new ArrayList<String>();
    contest.rows().stream().filter(Row::isShort).map(Row::shortfall).forEach(lines::add);
    lines.addAll(contest.notes());
    if (contest.supervisors().size() == 2) {
      lines.add("supervisord could not be had on this machine");
    }
    return lines.stream().map(line -> "- " + line + "\n").collect(Collectors.joining("", "\n", ""));
  }

  private static String machine() throws IOException {
    return "%d cores, Linux %s, JDK %s, node %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.version").replaceFirst("^(\\d+\\.\\d+\\.\\d+).*", "$1"),
            System.getProperty("java.version"),
            output("node", "--version"));
  }

  private static String output(String... words) throws IOException {
    return new String(new ProcessBuilder(words).start().getInputStream().readAllBytes(), UTF_8)
        .strip();
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
