package dev.reeve.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/// Schedules as croner reads them, which is what PM2 takes.
class CronTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void the_next_time_fits_every_field() {
    assertThat(next("0 0 * * *", "2026-11-23T10:00:00")).isEqualTo("2026-11-24T00:00");
    assertThat(next("*/15 * * * *", "2026-11-23T10:00:00")).isEqualTo("2026-11-23T10:15");
    assertThat(next("*/10 * * * * *", "2026-11-23T10:00:05")).isEqualTo("2026-11-23T10:00:10");
    assertThat(next("30 4 1,15 * *", "2026-11-23T10:00:00")).isEqualTo("2026-12-01T04:30");
    assertThat(next("0 12 * JAN-MAR mon", "2026-11-23T10:00:00")).isEqualTo("2027-01-04T12:00");
    assertThat(next("0 0 * * 7", "2026-11-23T10:00:00")).isEqualTo("2026-11-29T00:00");
    assertThat(next("5/20 8-10/2 * * *", "2026-11-23T08:26:00")).isEqualTo("2026-11-23T08:45");
  }

  @Test
  void day_of_month_and_day_of_week_must_both_fit() {
    assertThat(next("0 0 13 * 5", "2026-11-23T10:00:00")).isEqualTo("2027-08-13T00:00");
  }

  @Test
  void l_is_the_last_day_of_a_month() {
    assertThat(next("0 0 L 2 *", "2026-11-23T10:00:00")).isEqualTo("2027-02-28T00:00");
    assertThat(next("0 0 L * *", "2026-11-30T00:00:00")).isEqualTo("2026-12-31T00:00");
  }

  @Test
  void a_time_that_summer_time_skips_comes_after_the_gap() {
    var night = LocalDateTime.parse("2026-03-29T00:00:00").atZone(BERLIN).toInstant();
    assertThat(Cron.parse("30 2 * * *").orElseThrow().next(night, BERLIN))
        .contains(LocalDateTime.parse("2026-03-29T03:30:00").atZone(BERLIN).toInstant());
  }

  @Test
  void what_never_comes_is_not_waited_for() {
    assertThat(Cron.parse("0 0 30 2 *").orElseThrow().next(Instant.EPOCH, ZoneOffset.UTC))
        .isEmpty();
  }

  @Test
  void what_is_no_schedule_is_refused() {
    for (var text :
        new String[] {"", "* * * *", "60 * * * *", "a * * * *", "*/0 * * * *", "@daily"}) {
      assertThat(Cron.parse(text)).as(text).isEmpty();
    }
    assertThat(Cron.parse("5-1 * * * *")).isEmpty();
    assertThat(Cron.parse("* * 0 * *")).isEmpty();
  }

  private static String next(String cron, String after) {
    var from = LocalDateTime.parse(after).toInstant(ZoneOffset.UTC);
    var next = Cron.parse(cron).orElseThrow().next(from, ZoneOffset.UTC).orElseThrow();
    return LocalDateTime.ofInstant(next, ZoneOffset.UTC).toString();
  }
}
