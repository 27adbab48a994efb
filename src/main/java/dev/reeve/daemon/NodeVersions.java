package dev.reeve.daemon;

import dev.reeve.loop.Deadlines;
import dev.reeve.loop.Loop;
import dev.reeve.loop.Rank;
import dev.reeve.model.Signal;
import dev.reeve.os.Kernel;
import dev.reeve.os.Launch;
import dev.reeve.os.Readiness;
import dev.reeve.os.Spawn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which Node each app runs on; Bun names the Node that it stands in for. Only the program itself
/// knows: it is run once (5 to 30 ms, measured), the first time that an app of it is looked at.
final class NodeVersions {
  private static final Set<String> NAMES = Set.of("node", "nodejs", "bun", "bun.exe");
  private static final long PATIENCE_NS = Duration.ofSeconds(10).toNanos();
  private static final int LONGEST_ANSWER = 64;

  private final Loop loop;
  private final Kernel kernel;

  /// Empty when a program gave no answer.
  private final Map<Program, String> versions = new HashMap<>();

  private final Map<Program, Set<Supervised>> waiting = new HashMap<>();

  /// A file as it is now: after an update it is another one.
  private record Program(String path, long device, long inode, long changedMs) {}

  NodeVersions(Loop loop, Kernel kernel) {
    this.loop = loop;
    this.kernel = kernel;
  }

  /// An instance is looked at. Without a run it keeps what its last one had.
  void see(Supervised instance) {
    var live = instance.live;
    if (live == null) {
      return;
    }
    var program = program(live.pid());
    var known = program == null ? "" : versions.get(program);
    if (program != null && known == null) {
      ask(program, instance);
    } else {
      tell(instance, known);
    }
  }

  private static void tell(Supervised instance, @Nullable String version) {
    instance.nodeVersion = version == null || version.isEmpty() ? null : version;
  }

  /// What the process runs, if that may be asked: it is run as ourselves, so it must be what runs
  /// as ourselves already.
  private @Nullable Program program(int pid) {
    var process = Path.of("/proc", String.valueOf(pid));
    try {
      var path = Files.readSymbolicLink(process.resolve("exe"));
      if (!NAMES.contains(String.valueOf(path.getFileName()))
          || !owner(process).equals(owner(Path.of("/proc/self")))) {
        return null;
      }
      var facts = kernel.facts(path.toString());
      return facts == null
          ? null
          : new Program(path.toString(), facts.device(), facts.inode(), facts.changedMs());
    } catch (IOException gone) {
      return null;
    }
  }

  private static Object owner(Path process) throws IOException {
    return Files.getAttribute(process, "unix:uid");
  }

  private void ask(Program program, Supervised instance) {
    var asking = waiting.get(program);
    if (asking != null) {
      asking.add(instance);
      return;
    }
    waiting.put(program, new HashSet<>(Set.of(instance)));
    var words = List.of(program.path, "-p", "process.versions.node");
    var launch = new Launch(program.path, words, Map.of(), "/", false);
    if (kernel.spawn(launch) instanceof Spawn.Started asked) {
      Runnable giveUp = () -> kernel.signal(asked.pidfd(), Signal.SIGKILL.number());
      loop.arm(giveUp, loop.nowNs() + PATIENCE_NS);
      loop.watch(
          asked.pidfd(),
          Readiness.READ,
          Rank.EXIT,
          (_, _, _) -> {
            loop.arm(giveUp, Deadlines.NEVER);
            loop.unwatch(asked.pidfd());
            answered(program, answer(asked));
          });
    } else {
      answered(program, "");
    }
  }

  private void answered(Program program, String version) {
    versions.put(program, version);
    var asking = waiting.remove(program);
    if (asking != null) {
      asking.forEach(each -> tell(each, version));
    }
  }

  /// Of a program that has ended; its descriptors are closed here.
  private String answer(Spawn.Started asked) {
    var bytes = new byte[LONGEST_ANSWER];
    int got = kernel.read(asked.outFd(), bytes, 0, bytes.length);
    kernel.reap(asked.pidfd());
    for (int fd : List.of(asked.outFd(), asked.errFd(), asked.pidfd())) {
      kernel.close(fd);
    }
    var text = new String(bytes, 0, Math.max(0, got), StandardCharsets.US_ASCII).strip();
    return text.matches("\\d+\\.\\d+\\.\\d+[\\w.+-]*") ? text : "";
  }
}
