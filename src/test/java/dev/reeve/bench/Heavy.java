package dev.reeve.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What is heavy: a thousand apps, a flood of log lines. One supervisor at a time, each in a fresh
/// home.
record Heavy(Contest contest, boolean quick) {
  private static final int LINE_BYTES = 100;
  private static final int CHUNK_BYTES = 10_000_000;
  private static final double SETTLE_SECONDS = 8;

  void flood() {
    flood("raw", "", quick ? 200 : 1000);
    flood("stamped", "YYYY-MM-DD HH:mm:ss Z", quick ? 50 : 300);
  }

  void thousand() {
    var count = quick ? 200 : 1000;
    var anonymous = new ArrayList<Double>();
    var rss =
        contest.oneByOne(stage -> {
          stage.millis("start", () -> stage.startAndAwait(stage.sleepers(0, count)));
          Proc.pause(SETTLE_SECONDS);
          anonymous.add(
              stage.measure("/proc", () -> Proc.anonymousMb(stage.session().daemonPid())));
          return stage.measure("/proc", () -> Proc.rssMb(stage.session().daemonPid()));
        });
    contest.row("daemon RSS, " + count + " apps", "MB", Row.Aim.RSS, rss);
    contest.row("daemon anonymous memory, " + count + " apps", "MB", Row.Aim.NONE, anonymous);
  }

  /// What a daemon made of a flood.
  private record Flow(double mbPerSecond, double cpuPerGb, double peakMb) {}

  private void flood(String kind, String stamp, int megabytes) {
    var flows = new ArrayList<Flow>();
    for (var supervisor : contest.supervisors()) {
      try (var stage = contest.open(supervisor)) {
        var canStamp = supervisor instanceof Pm2Like;
        stage.measure(
            kind + " log",
            () -> {
              flows.add(
                  stamp.isEmpty() || canStamp
                      ? flow(stage, stamp, megabytes * 1_000_000L)
                      : none());
              return 0;
            });
      }
      if (flows.size() < contest.supervisors().indexOf(supervisor) + 1) {
        flows.add(none());
      }
    }
    var raw = stamp.isEmpty();
    contest.row(
        "log, " + kind,
        "MB/s",
        raw ? Row.Aim.RAW : Row.Aim.STAMPED,
        flows.stream().map(Flow::mbPerSecond).toList());
    contest.row(
        "log, " + kind + ", daemon's CPU",
        "s/GB",
        Row.Aim.CPU,
        flows.stream().map(Flow::cpuPerGb).toList());
    contest.row(
        "log, " + kind + ", daemon's peak RSS",
        "MB",
        Row.Aim.NONE,
        flows.stream().map(Flow::peakMb).toList());
  }

  private static Flow none() {
    return new Flow(Double.NaN, Double.NaN, Double.NaN);
  }

  /// From the first byte in the log file to the last one; the app waits for nobody.
  private static Flow flow(Stage stage, String stamp, long bytes) {
    stage.startAndAwait(stage.sleepers(0, 1));
    var script = "#!/bin/sh\ncat%s\nexec sleep 100000\n".formatted(chunks(stage, bytes));
    var app = stage.app("flood", script, stamp);
    var daemon = stage.session().daemonPid();
    Proc.forgetPeak(daemon);
    var cpuBefore = Proc.cpuSeconds(daemon);
    var starting = Thread.ofPlatform().start(() -> stage.session().start(List.of(app)));
    Proc.await(() -> size(app.log()) > 0, "the first byte");
    var begin = System.nanoTime();
    var end = lastGrowth(app.log(), bytes);
    join(starting);
    // Whoever drops lines to be quick has not done the job.
    if (lines(app.log()) != bytes / LINE_BYTES) {
      throw new Command.Failed("the log lacks lines: " + lines(app.log()));
    }
    return new Flow(
        bytes / 1e6 / ((end - begin) / 1e9),
        (Proc.cpuSeconds(daemon) - cpuBefore) / (bytes / 1e9),
        Proc.peakRssMb(daemon));
  }

  /// Lines in a file that is read again and again: a source that is quicker than any supervisor.
  private static String chunks(Stage stage, long bytes) {
    var lines = ("x".repeat(LINE_BYTES - 1) + "\n").repeat(CHUNK_BYTES / LINE_BYTES);
    return (" " + stage.write("lines", lines)).repeat((int) (bytes / CHUNK_BYTES));
  }

  /// When a file of at least so many bytes last grew before a second of silence.
  private static long lastGrowth(Path file, long atLeast) {
    var size = size(file);
    var grownAt = System.nanoTime();
    while (size < atLeast || System.nanoTime() - grownAt < 1_000_000_000L) {
      Proc.pause(0.001);
      var now = size(file);
      if (now != size) {
        size = now;
        grownAt = System.nanoTime();
      } else if (System.nanoTime() - grownAt > 20_000_000_000L) {
        throw new Command.Failed("the log stopped growing at " + size + " bytes");
      }
    }
    return grownAt;
  }

  private static long lines(Path file) {
    try (var in = Files.newInputStream(file)) {
      var buffer = new byte[1 << 20];
      var lines = 0L;
      for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (var at = 0; at < count; at++) {
          lines += buffer[at] == '\n' ? 1 : 0;
        }
      }
      return lines;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static long size(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
