package dev.reeve.cli;

import dev.reeve.boot.Facts;
import dev.reeve.boot.Host;
import dev.reeve.model.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A look at the clock and at what the machine, or the container, allows.
record MachineLook(Host host, Home home, CliContext context) {

  Facts.Machine facts(int daemonPid) {
    var group = group(daemonPid);
    return new Facts.Machine(
        Runtime.version().feature(),
        context.nowMs().getAsLong(),
        changedMs(context.launcher()),
        newestMs(),
        synchronised(),
        number(group.resolve("pids.current")),
        number(group.resolve("pids.max")));
  }

  private static long changedMs(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis();
    } catch (IOException absent) {
      return 0;
    }
  }

  private long newestMs() {
    try (Stream<Path> files = Files.list(home.root())) {
      return files.mapToLong(MachineLook::changedMs).max().orElse(0);
    } catch (IOException absent) {
      return 0;
    }
  }

  /// What systemd's own keeper of time leaves; another's is not known.
  private @Nullable Boolean synchronised() {
    var folder = host.top().resolve("run/systemd/timesync");
    return Files.isDirectory(folder) ? Files.exists(folder.resolve("synchronized")) : null;
  }

  /// The daemon's cgroup, or ours.
  private static Path group(int pid) {
    var process = pid == 0 ? "self" : String.valueOf(pid);
    var path =
        Examination.text(Path.of("/proc", process, "cgroup"))
            .lines()
            .filter(line -> line.startsWith("0::/"))
            .map(line -> line.substring("0::/".length()))
            .findFirst()
            .orElse("");
    return Path.of("/sys/fs/cgroup").resolve(path);
  }

  /// 0 when there is none, or no limit.
  private static long number(Path file) {
    var text = Examination.text(file).strip();
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
