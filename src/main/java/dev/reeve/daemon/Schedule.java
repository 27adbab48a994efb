package dev.reeve.daemon;

import dev.reeve.loop.Deadlines;
import dev.reeve.loop.Loop;
import dev.reeve.model.Cron;
import dev.reeve.os.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The times of instances that have a schedule, by the machine's clock and in its time zone. The
/// clock may be set, and the machine may sleep: it is looked at every minute.
final class Schedule {
  private static final long LOOK_NS = Duration.ofMinutes(1).toNanos();

  private final Loop loop;
  private final Clock clock;
  private final Consumer<Supervised> onTime;
  private final Map<Supervised, Appointment> all = new HashMap<>();
  private final Runnable timer = this::onTimer;
  private long lookedAtMs;

  /// When the next time is; `atMs` is 0 for a schedule without any.
  private record Appointment(Cron cron, long atMs) {}

  Schedule(Loop loop, Clock clock, Consumer<Supervised> onTime) {
    this.loop = loop;
    this.clock = clock;
    this.onTime = onTime;
  }

  /// From now on an instance has this schedule, or none.
  void keep(Supervised instance, @Nullable Cron cron) {
    var present = all.get(instance);
    if (cron == null) {
      all.remove(instance);
      instance.renewal = instance.renewal.nextAtMs(0);
    } else if (present == null || !present.cron.equals(cron)) {
      appoint(instance, cron);
    }
  }

  private void appoint(Supervised instance, Cron cron) {
    var now = Instant.ofEpochMilli(clock.wallMs());
    long atMs = cron.next(now, ZoneId.systemDefault()).map(Instant::toEpochMilli).orElse(0L);
    all.put(instance, new Appointment(cron, atMs));
    instance.renewal = instance.renewal.nextAtMs(atMs);
  }

  /// Those that are gone have no time any more.
  void review(Collection<Supervised> everyone) {
    if (!all.isEmpty()) {
      all.keySet().retainAll(List.copyOf(everyone));
    }
    arm();
  }

  private void arm() {
    long nowMs = clock.wallMs();
    lookedAtMs = nowMs;
    long waitNs = LOOK_NS;
    for (var each : all.values()) {
      if (each.atMs > 0) {
        long leftMs = Math.max(0, each.atMs - nowMs);
        waitNs = Math.min(waitNs, Duration.ofMillis(leftMs).toNanos());
      }
    }
    loop.arm(timer, all.isEmpty() ? Deadlines.NEVER : loop.nowNs() + waitNs);
  }

  private void onTimer() {
    long nowMs = clock.wallMs();
    boolean setBack = nowMs < lookedAtMs;
    for (var each : Map.copyOf(all).entrySet()) {
      long atMs = each.getValue().atMs;
      if (atMs > 0 && atMs <= nowMs) {
        appoint(each.getKey(), each.getValue().cron);
        onTime.accept(each.getKey());
      } else if (setBack) {
        appoint(each.getKey(), each.getValue().cron);
      }
    }
    arm();
  }
}
