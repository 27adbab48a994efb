package dev.reeve.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DateFormatTest {
  /// 7 March 2026, 13:04:05.067 UTC, a Saturday.
  private static final long TIME = Instant.parse("2026-03-07T13:04:05.067Z").toEpochMilli();

  private static String stamp(String pattern, String zone) {
    return new String(
        new DateFormat(pattern, "", ZoneId.of(zone)).stamp(TIME), StandardCharsets.UTF_8);
  }

  @Test
  void the_tokens_mean_what_they_mean_in_day_js() {
    Map.of(
            "YYYY-MM-DD HH:mm:ss Z", "2026-03-07 13:04:05 +00:00",
            "YY M D H m s", "26 3 7 13 4 5",
            "dddd, MMMM D", "Saturday, March 7",
            "ddd dd d MMM", "Sat Sa 6 Mar",
            "hh:mm:ss A a h", "01:04:05 PM pm 1",
            "HH:mm:ss.SSS ZZ", "13:04:05.067 +0000",
            "[at] HH [o'clock]", "at 13 o'clock")
        .forEach((pattern, text) -> assertThat(stamp(pattern, "UTC")).isEqualTo(text));
  }

  @Test
  void the_time_is_of_the_zone() {
    assertThat(stamp("YYYY-MM-DD HH:mm Z", "Asia/Bangkok")).isEqualTo("2026-03-07 20:04 +07:00");
    assertThat(stamp("HH:mm Z", "America/St_Johns")).isEqualTo("09:34 -03:30");
  }

  @Test
  void a_new_second_gets_a_new_stamp() {
    var format = new DateFormat("ss", "", ZoneId.of("UTC"));
    format.stamp(TIME);
    assertThat(new String(format.stamp(TIME + 1000), StandardCharsets.UTF_8)).isEqualTo("06");
  }
}
