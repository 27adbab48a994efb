package dev.reeve.daemon;

import dev.reeve.lifecycle.Input;
import dev.reeve.loop.Loop;
import java.util.List;
import java.util.function.Consumer;

/// Looks at the memory and CPU of every run's tree: each second where a memory limit is set, else
/// now and then and when somebody asks. Also takes over orphans that nobody has told of.
final class Sampler {
  private static final long TICK_NS = 1_000_000_000L;

  /// A look that is this fresh is good enough for a list.
  private static final long FRESH_NS = TICK_NS / 2;

  private static final int TICKS_WITHOUT_LIMIT = 10;
  private static final long NS_PER_CPU_TICK = 10_000_000L;

  private final Supervisor supervisor;
  private final Loop loop;
  private final Consumer<Supervised> seen;
  private final Runnable tick = this::onTick;
  private long lookedAtNs;
  private int ticks;

  /// `seen` is given each instance at each look.
  Sampler(Supervisor supervisor, Consumer<Supervised> seen) {
    this.seen = seen;
    this.supervisor = supervisor;
    this.loop = supervisor.loop();
    this.lookedAtNs = loop.nowNs() - TICK_NS;
    loop.arm(tick, loop.nowNs() + TICK_NS);
  }

  private void onTick() {
    loop.arm(tick, loop.nowNs() + TICK_NS);
    boolean runs = supervisor.all().stream().anyMatch(each -> each.live != null);
    if (!runs && supervisor.runs().orphans() == 0) {
      return;
    }
    supervisor.runs().adoptOrphans();
    boolean limited = supervisor.all().stream().anyMatch(Sampler::limited);
    if (limited || ++ticks % TICKS_WITHOUT_LIMIT == 0) {
      look();
    }
  }

  private static boolean limited(Supervised instance) {
    return instance.live != null && instance.policy.maxMemoryBytes() > 0;
  }

  /// Sees to it that what a list shows is of now.
  void refresh() {
    if (loop.nowNs() - lookedAtNs >= FRESH_NS) {
      look();
    } else {
      supervisor.all().forEach(seen);
    }
  }

  private void look() {
    lookedAtNs = loop.nowNs();
    var members = supervisor.runs().look(false);
    for (var instance : supervisor.all()) {
      sample(instance, members.getOrDefault(instance, List.of()));
    }
  }

  private void sample(Supervised instance, List<Trees.Member> tree) {
    seen.accept(instance);
    long rssBytes = tree.stream().mapToLong(Trees.Member::rssBytes).sum();
    long cpuTicks = tree.stream().mapToLong(Trees.Member::cpuTicks).sum();
    var before = instance.usage;
    long passedNs = loop.nowNs() - before.atNs();
    long usedNs = Math.max(0, cpuTicks - before.cpuTicks()) * NS_PER_CPU_TICK;
    boolean comparable = before.atNs() != 0 && cpuTicks >= before.cpuTicks();
    double percent = comparable && passedNs > 0 ? 100.0 * usedNs / passedNs : 0;
    instance.usage = new Supervised.Usage(percent, rssBytes, cpuTicks, loop.nowNs());
    if (instance.live != null && rssBytes > 0) {
      supervisor.apply(instance, new Input.MemorySampled(rssBytes));
    }
  }
}
