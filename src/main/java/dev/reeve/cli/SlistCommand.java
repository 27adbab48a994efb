package dev.reeve.cli;

import dev.reeve.term.Inspect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// `slist` and `sysinfos`: how the machine is, in the names that PM2 gives its metrics. What is a
/// rate is measured while the command runs.
record SlistCommand(Session session) {
  private static final long MEASURED_NS = 200_000_000;
  private static final double MEGABYTE = 1 << 20;

  /// Counters of the machine: ticks of all processors and the idle ones among them, and bytes in
  /// and out of each interface.
  private record Sample(long ticks, long idle, Map<String, long[]> interfaces) {}

  int run() throws Failed {
    try {
      session.out().println(Inspect.of(metrics()));
    } catch (IOException unreadable) {
      throw Failed.refused("/proc can't be read: " + unreadable.getMessage(), "mount it");
    }
    return Exits.DONE;
  }

  private static Map<String, Object> metrics() throws IOException {
    var first = sample();
    LockSupport.parkNanos(MEASURED_NS);
    var second = sample();
    var metrics = new LinkedHashMap<String, Object>();
    double ticks = Math.max(1, second.ticks - first.ticks);
    double busy = ticks - (second.idle - first.idle);
    put(metrics, "CPU Usage", rounded(100 * busy / ticks), "%");
    var memory = memory();
    long total = memory.getOrDefault("MemTotal", 1L);
    long available = memory.getOrDefault("MemAvailable", 0L);
    put(metrics, "RAM Usage", rounded(100.0 * (total - available) / total), "%");
    put(metrics, "RAM Total", total, "b");
    put(metrics, "RAM Available", available, "b");
    put(metrics, "RAM Active", total - available, "b");
    second.interfaces.forEach((name, now) -> {
      var then = first.interfaces.getOrDefault(name, now);
      put(metrics, "net:rx_5:" + name, rate(now[0] - then[0]), "mb/s");
      put(metrics, "net:tx_5:" + name, rate(now[1] - then[1]), "mb/s");
    });
    return metrics;
  }

  private static void put(Map<String, Object> metrics, String name, Number value, String unit) {
    var metric = new LinkedHashMap<String, Object>();
    metric.put("value", value);
    metric.put("type", "metric");
    metric.put("unit", unit);
    metric.put("historic", true);
    metrics.put(name, metric);
  }

  private static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private static double rate(long bytes) {
    return Math.round(bytes / MEGABYTE * 1e9 / MEASURED_NS * 1000) / 1000.0;
  }

  private static Sample sample() throws IOException {
    var line = Files.readString(Path.of("/proc/stat")).lines().findFirst().orElse("");
    var ticks = Arrays.stream(line.split("\\s+", -1)).skip(1).mapToLong(Long::parseLong).toArray();
    var interfaces = new LinkedHashMap<String, long[]>();
    for (var row : Files.readAllLines(Path.of("/proc/net/dev"))) {
      int colon = row.indexOf(':');
      if (colon > 0) {
        var fields = row.substring(colon + 1).strip().split("\\s+", -1);
        interfaces.put(
            row.substring(0, colon).strip(),
            new long[] {Long.parseLong(fields[0]), Long.parseLong(fields[8])});
      }
    }
    return new Sample(Arrays.stream(ticks).limit(8).sum(), ticks[3] + ticks[4], interfaces);
  }

  private static Map<String, Long> memory() throws IOException {
    var all = new LinkedHashMap<String, Long>();
    for (var row : Files.readAllLines(Path.of("/proc/meminfo"))) {
      var fields = row.split("[:\\s]+", -1);
      all.put(fields[0], Long.parseLong(fields[1]) << 10);
    }
    return all;
  }
}
