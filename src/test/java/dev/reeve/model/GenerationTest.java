package dev.reeve.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GenerationTest {
  @Test
  void a_name_is_made_and_read_back() {
    var first = Generation.name("api-out.log", "2026-11-23_00-06-00", 0);
    assertThat(first).isEqualTo("api-out__2026-11-23_00-06-00.log");
    assertThat(Generation.of("api-out.log", first + ".gz"))
        .contains(
            new Generation(first + ".gz", "2026-11-23_00-06-00", 0, Rotation.Compression.GZIP));
    var third = Generation.name("trace", "20261123", 2);
    assertThat(Generation.of("trace", third)).map(Generation::number).contains(2);
  }

  /// pm2-logrotate counts by substring, so that rotating `api` deletes files of `my-api`.
  @Test
  void only_a_files_own_generations_count() {
    for (var other :
        new String[] {
          "api-out.log",
          "my-api-out__2026-11-23_00-06-00.log",
          "api-out-1__2026-11-23_00-06-00.log",
          "api-out__worker.log",
          "api-out__worker-out__2026-11-23_00-06-00.log",
          "api-out__2026-11-23_00-06-00.txt",
          "api-out__.log"
        }) {
      assertThat(Generation.of("api-out.log", other)).as(other).isEmpty();
    }
  }
}
