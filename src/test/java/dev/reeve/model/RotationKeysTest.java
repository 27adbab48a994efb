package dev.reeve.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The settings of pm2-logrotate, from text to what they mean.
class RotationKeysTest {

  @Test
  void without_settings_it_is_what_pm2_logrotate_does() {
    assertThat(RotationKeys.read(Map.of(), Rotation.USUAL).rotation()).isEqualTo(Rotation.USUAL);
    assertThat(RotationKeys.read(RotationKeys.usual(), Rotation.USUAL))
        .isEqualTo(new RotationKeys.Read(Rotation.USUAL, List.of()));
  }

  @Test
  void every_example_is_read() {
    for (var key : RotationKeys.all()) {
      var read = RotationKeys.read(Map.of(key.name(), key.example()), Rotation.USUAL);
      assertThat(read.problems()).as(key.name()).isEmpty();
    }
  }

  @Test
  void sizes_have_units() {
    assertThat(read("max_size", "50M").maxBytes()).isEqualTo(50L << 20);
    assertThat(read("max_size", "1.5g").maxBytes()).isEqualTo(3L << 29);
    assertThat(read("max_size", "4096").maxBytes()).isEqualTo(4096);
    assertThat(read("total_size", "2 GB").totalBytes()).isEqualTo(2L << 30);
    assertThat(read("total_size", "0").totalBytes()).isZero();
  }

  @Test
  void what_is_kept_is_a_count_or_a_time_or_all() {
    assertThat(read("retain", "7").keep()).isEqualTo(keep(7, null));
    assertThat(read("retain", "all").keep()).isEqualTo(keep(0, null));
    assertThat(read("retain", "7d").keep()).isEqualTo(keep(0, Duration.ofDays(7)));
    assertThat(read("retain", "12h").keep()).isEqualTo(keep(0, Duration.ofHours(12)));
  }

  private static Rotation.Keep keep(int count, @org.jspecify.annotations.Nullable Duration age) {
    return new Rotation.Keep(count, age, Rotation.Compression.NONE);
  }

  @Test
  void compression_has_a_name() {
    assertThat(read("compress", "true").keep().compression()).isEqualTo(Rotation.Compression.GZIP);
    assertThat(read("compress", "gzip").keep().compression()).isEqualTo(Rotation.Compression.GZIP);
    assertThat(read("compress", "zstd").keep().compression()).isEqualTo(Rotation.Compression.ZSTD);
    assertThat(read("compress", "false").keep().compression()).isEqualTo(Rotation.Compression.NONE);
  }

  @Test
  void the_interval_is_a_schedule_or_an_age_or_none() {
    assertThat(read("rotateInterval", "*/5 * * * * *").when().schedule())
        .isEqualTo(Cron.parse("*/5 * * * * *").orElseThrow());
    assertThat(read("rotateInterval", "12h").when())
        .isEqualTo(new Rotation.When(null, Duration.ofHours(12)));
    assertThat(read("rotateInterval", "none").when()).isEqualTo(new Rotation.When(null, null));
  }

  @Test
  void the_other_settings() {
    assertThat(read("TZ", "Asia/Tokyo").name().zone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(read("dateFormat", "YYYYMMDD").name().dateFormat()).isEqualTo("YYYYMMDD");
    assertThat(read("rotateModule", "false").ownLog()).isFalse();
    assertThat(read("enabled", "false").on()).isFalse();
    assertThat(read("workerInterval", "5")).isEqualTo(Rotation.USUAL);
  }

  @Test
  void nonsense_is_a_problem_with_what_is_allowed_and_the_rest_holds() {
    var settings =
        Map.ofEntries(
            Map.entry("max_size", "lots"),
            Map.entry("total_size", "1.2.3"),
            Map.entry("retain", "0"),
            Map.entry("compress", "brotli"),
            Map.entry("rotateInterval", "61 * * * *"),
            Map.entry("TZ", "Mars/Olympus"),
            Map.entry("dateFormat", "DD/MM/YYYY"),
            Map.entry("rotateModule", "yes"),
            Map.entry("enabled", ""),
            Map.entry("workerInterval", "soon"),
            Map.entry("max_sice", "1M"));

    var read = RotationKeys.read(settings, Rotation.USUAL);

    assertThat(read.rotation()).isEqualTo(Rotation.USUAL);
    assertThat(read.problems())
        .hasSize(settings.size())
        .extracting(Problem::sentence)
        .contains(
            "max_size: 'lots' is not bytes or a number with K, M or G; 0 is no limit;"
                + " write it like this: 50M",
            "max_sice: no such setting; did you mean 'max_size'?");
  }

  @Test
  void a_date_that_would_not_be_known_again_is_refused() {
    for (var bad : new String[] {"", "dddd", "MM", "YYYY__MM", "YYYY/MM"}) {
      assertThat(RotationKeys.read(Map.of("dateFormat", bad), Rotation.USUAL).problems())
          .as(bad)
          .hasSize(1);
    }
  }

  private static Rotation read(String key, String value) {
    var read = RotationKeys.read(Map.of(key, value), Rotation.USUAL);
    assertThat(read.problems()).isEmpty();
    return read.rotation();
  }
}
