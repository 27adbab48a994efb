package dev.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.fake.Shown;
import dev.reeve.loop.Loop;
import dev.reeve.model.Cron;
import dev.reeve.model.InstanceId;
import dev.reeve.os.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Times on a clock that a test turns: the machine's, and the one that never is set.
class ScheduleTest {
  private static final long MS = 1_000_000;

  private final SimKernel kernel = new SimKernel(1);
  private final List<Throwable> faults = new ArrayList<>();
  private final Loop loop = new Loop(kernel, faults::add);
  private final List<String> told = new ArrayList<>();
  private final Wall wall = new Wall(kernel);
  private final Schedule schedule = new Schedule(loop, wall, _ -> told.add(time()));
  private final Supervised job = new Supervised(new InstanceId(0), 0, Shown.spec("job"), 0);

  /// A clock that goes with the other one until it is set.
  private static final class Wall implements Clock {
    final Clock other;
    long aheadMs;

    Wall(Clock other) {
      this.other = other;
      set("2026-11-23T10:00:00");
    }

    @Override
    public long nowNs() {
      return other.nowNs();
    }

    @Override
    public long wallMs() {
      return other.nowNs() / MS + aheadMs;
    }

    void set(String local) {
      aheadMs = of(local) - other.nowNs() / MS;
    }
  }

  private static long of(String local) {
    return LocalDateTime.parse(local).atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();
  }

  private String time() {
    return LocalDateTime.ofInstant(
            java.time.Instant.ofEpochMilli(wall.wallMs()), ZoneId.systemDefault())
        .toLocalTime()
        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
        .toString();
  }

  private void keep(String cron) {
    schedule.keep(job, Cron.parse(cron).orElseThrow());
    schedule.review(List.of(job));
  }

  private void run(Duration time) {
    long untilNs = kernel.nowNs() + time.toNanos();
    while (kernel.nowNs() < untilNs) {
      loop.turn(Duration.ofSeconds(1).toNanos());
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void it_tells_each_time_once_and_knows_the_next() {
    keep("*/15 * * * *");
    assertThat(job.renewal.nextAtMs()).isEqualTo(of("2026-11-23T10:15:00"));
    run(Duration.ofMinutes(31));
    assertThat(told).containsExactly("10:15", "10:30");
    assertThat(job.renewal.nextAtMs()).isEqualTo(of("2026-11-23T10:45:00"));
  }

  @Test
  void seconds_may_be_the_first_of_six_fields() {
    keep("*/20 * * * * *");
    run(Duration.ofSeconds(61));
    assertThat(told).containsExactly("10:00:20", "10:00:40", "10:01");
  }

  @Test
  void without_a_schedule_there_is_no_time() {
    keep("* * * * *");
    schedule.keep(job, null);
    schedule.review(List.of(job));
    run(Duration.ofMinutes(3));
    assertThat(told).isEmpty();
    assertThat(job.renewal.nextAtMs()).isZero();
  }

  /// While the machine sleeps its clock goes on, and the other one does not.
  @Test
  void what_was_slept_through_is_made_up_for_once() {
    keep("0 * * * *");
    wall.set("2026-11-23T13:30:00");
    run(Duration.ofMinutes(2));
    assertThat(told).hasSize(1);
    assertThat(job.renewal.nextAtMs()).isEqualTo(of("2026-11-23T14:00:00"));
  }

  @Test
  void a_clock_that_is_set_back_does_not_keep_it_waiting() {
    keep("0 * * * *");
    wall.set("2026-11-22T07:58:00");
    run(Duration.ofMinutes(5));
    assertThat(told).containsExactly("08:00");
  }

  @Test
  void what_is_gone_has_no_time_any_more() {
    keep("* * * * *");
    schedule.review(List.of());
    run(Duration.ofMinutes(3));
    assertThat(told).isEmpty();
  }
}
