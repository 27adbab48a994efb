package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Fifty apps of all kinds that count in their logs; eight of them are two clusters of four, which
/// answer at a port each: by turns, and by one socket that they share.
final class Fleet {
  private static final int INSTANCES = 50;

  private final RealHome real;
  private final int turnPort = FreePort.any();
  private final int sharedPort = FreePort.any();

  Fleet(RealHome real) {
    this.real = real;
  }

  private static Path script(String name) {
    return Path.of("src/test/resources/survival/" + name).toAbsolutePath();
  }

  void start() throws Exception {
    var bun = RealHome.TOOLS.resolve("node_modules/.bin/bun");
    var file =
        real.file(
            "ecosystem.config.js",
            """
            const node = '%1$s', python = '%2$s', worker = '%3$s', sh = '%4$s';
            module.exports = { apps: [
              { name: 'sh', script: sh, instances: 32, exec_mode: 'fork' },
              { name: 'node', script: node, instances: 4, exec_mode: 'fork' },
              { name: 'bun', script: node, interpreter: '%5$s', instances: 3, exec_mode: 'fork' },
              { name: 'python', script: python, instances: 3, exec_mode: 'fork' },
              { name: 'turn', script: worker, instances: 4, env: { PORT: %6$d } },
              { name: 'shared', script: worker, instances: 4, env: { PORT: %7$d },
                cluster_schedule: 'shared' },
            ] };
            """
                .formatted(
                    script("counter.js"),
                    script("counter.py"),
                    script("worker.js"),
                    real.file(
                        "counter.sh", "i=0; while :; do i=$((i + 1)); echo $i; sleep 0.5; done\n"),
                    bun,
                    turnPort,
                    sharedPort));
    assertThat(real.run("start", file.toString()).code()).isZero();
    assertThat(real.list()).hasSize(INSTANCES).allMatch(view -> view.status() == Status.ONLINE);
    RealHome.eventually(() -> logs().stream().allMatch(log -> Files.exists(log)));
  }

  private List<Path> logs() throws Exception {
    var logs = new ArrayList<Path>();
    for (var view : real.list()) {
      logs.add(real.home().logs().resolve(view.name() + "-out-" + view.id() + ".log"));
    }
    return logs;
  }

  record Seen(int pid, long startedAtMs, int restarts) {}

  Map<Integer, Seen> seen() throws Exception {
    return real.list().stream()
        .collect(
            Collectors.toMap(
                view -> view.id().number(),
                view -> new Seen(view.pid(), view.startedAtMs(), view.restarts())));
  }

  static long answered(List<HttpLoad> loads) throws IOException {
    long all = 0;
    for (var load : loads) {
      all += load.answered();
    }
    return all;
  }

  List<HttpLoad> loads() throws IOException {
    return List.of(
        HttpLoad.begin(real.folder(), turnPort, false),
        HttpLoad.begin(real.folder(), turnPort, true),
        HttpLoad.begin(real.folder(), sharedPort, false),
        HttpLoad.begin(real.folder(), sharedPort, true));
  }

  static List<HttpLoad> byTurns(List<HttpLoad> loads) {
    return loads.subList(0, 2);
  }

  static List<HttpLoad> shared(List<HttpLoad> loads) {
    return loads.subList(2, 4);
  }

  void whatTheyWroteIsWhole() throws Exception {
    for (var log : logs()) {
      assertThat(Numbered.first(log)).isEqualTo(1);
      assertThat(Numbered.gapOrRepeat(log)).isEmpty();
    }
  }

  /// As many processes carry the mark of a run of this home as there are instances.
  void noTwins() throws Exception {
    var pids = real.list().stream().map(InstanceView::pid).collect(Collectors.toSet());
    assertThat(mains(real)).isEqualTo(pids);
  }

  /// The main processes that carry the mark of a run of a home.
  static Set<Integer> mains(RealHome real) {
    return ProcessHandle.allProcesses()
        .filter(process -> isOfHome(real, process.pid()) && process.pid() == session(process.pid()))
        .map(process -> (int) process.pid())
        .collect(Collectors.toSet());
  }

  private static boolean isOfHome(RealHome real, long pid) {
    try {
      var environment = Files.readString(Path.of("/proc/" + pid + "/environ"));
      return environment.contains("REEVE_RUN=")
          && environment.contains("PM2_HOME=" + real.home().root() + "\0");
    } catch (IOException gone) {
      return false;
    }
  }

  private static long session(long pid) {
    try {
      var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
    } catch (IOException gone) {
      return -1;
    }
  }
}
