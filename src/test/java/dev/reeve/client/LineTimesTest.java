package dev.reeve.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.AppSpec;
import dev.reeve.model.DateFormat;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What is stamped is read back.
class LineTimesTest {
  private static final long AT = 1_772_366_405_678L;

  private static AppSpec.Logs logs(AppSpec.LogType type, @Nullable String format) {
    return new AppSpec.Logs(null, null, null, true, type, format);
  }

  @Test
  void stamps_are_read_back_in_every_notation() {
    for (var pattern :
        new String[] {
          "YYYY-MM-DD HH:mm:ss Z",
          "YYYY-MM-DDTHH:mm:ss",
          "YYYY-MM-DDTHH:mm:ss.SSSZ",
          "D MMM YY, h:mm:ss A",
          "dddd, MMMM D YYYY HH:mm:ssZZ",
          "[at] DD/MM/YYYY HH:mm:ss",
          "YYYYMMDDHHmmss"
        }) {
      var stamp = new DateFormat(pattern, ": ", ZoneId.systemDefault()).stamp(AT);
      var line = new String(stamp, StandardCharsets.UTF_8) + "a: b";
      long exact = pattern.contains("SSS") ? AT : AT - AT % 1000;

      assertThat(LineTimes.of(logs(AppSpec.LogType.RAW, pattern)).orElseThrow().read(line))
          .as(pattern)
          .isEqualTo(new LineTimes.Said(exact, "a: b"));
    }
  }

  @Test
  void records_are_taken_apart() {
    var times = LineTimes.of(logs(AppSpec.LogType.JSON, null)).orElseThrow();

    assertThat(times.read("{\"message\":\"x\",\"timestamp\":\"2026-03-01T12:00:05.678+00:00\"}"))
        .isEqualTo(new LineTimes.Said(AT, "x"));
    assertThat(times.read("{\"message\":\"to"))
        .isEqualTo(new LineTimes.Said(null, "{\"message\":\"to"));
  }

  @Test
  void a_line_without_a_stamp_is_all_message() {
    var times = LineTimes.of(logs(AppSpec.LogType.RAW, "YYYY-MM-DD HH:mm:ss")).orElseThrow();

    assertThat(times.read("    at main.js:3"))
        .isEqualTo(new LineTimes.Said(null, "    at main.js:3"));
    assertThat(times.read("")).isEqualTo(new LineTimes.Said(null, ""));
    assertThat(LineTimes.of(logs(AppSpec.LogType.RAW, null))).isEmpty();
    assertThat(LineTimes.of(logs(AppSpec.LogType.RAW, "HH:mm:ss"))).isEmpty();
  }
}
