package dev.reeve.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
      var part = System.getenv().getOrDefault("BENCH_ONLY", "");
      var parts = parts(contest, quick);
      if (part.isEmpty()) {
        parts.values().forEach(Runnable::run);
      } else {
        chosen(parts, part).forEach(Runnable::run);
      }
      var report = new Report(contest, part, quick).text(Path.of(args[2]));
      System.out.print(report);
      Files.writeString(Path.of(args[2]), report);
    } finally {
      remove(scratch);
    }
  }

  /// What can be measured alone, by the word of `BENCH_ONLY`.
  private static Map<String, Runnable> parts(Contest contest, boolean quick) {
    var parts = new LinkedHashMap<String, Runnable>();
    parts.put("daily", new Daily(contest, quick)::measure);
    parts.put("thousand", new Heavy(contest, quick)::thousand);
    parts.put("flood", new Heavy(contest, quick)::flood);
    parts.put("memory", new Memory(contest)::measure);
    parts.put("cluster", new Cluster(contest, quick)::measure);
    parts.put("changes", new Changes(contest, quick)::measure);
    parts.put("updates", new Updates(contest, quick)::measure);
    return parts;
  }

  private static List<Runnable> chosen(Map<String, Runnable> parts, String words) {
    var chosen = List.of(words.split(","));
    if (!parts.keySet().containsAll(chosen)) {
      throw new IllegalArgumentException(
          "BENCH_ONLY takes " + String.join(",", parts.keySet()) + ", not " + words);
    }
    return parts.entrySet().stream()
        .filter(part -> chosen.contains(part.getKey()))
        .map(Map.Entry::getValue)
        .toList();
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

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
