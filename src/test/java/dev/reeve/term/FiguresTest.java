package dev.reeve.term;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Widths, durations, sizes and progress.
class FiguresTest {

  @Test
  void widths_are_the_terminals() {
    assertThat(Width.of("api")).isEqualTo(3);
    assertThat(Width.of("日本")).isEqualTo(4);
    assertThat(Width.of("e\u0301")).isEqualTo(1);
    assertThat(Width.of("👍")).isEqualTo(2);
    assertThat(Width.of("👩‍💻")).isEqualTo(2);
    assertThat(Width.of("❤️")).isEqualTo(2);
    assertThat(Width.of("↺│✓…")).isEqualTo(4);
  }

  @Test
  void a_cut_never_splits_a_character() {
    assertThat(Width.cut("日本語", 4)).isEqualTo("日…");
    assertThat(Width.cut("👩‍💻👩‍💻", 3)).isEqualTo("👩‍💻…");
    assertThat(Width.cut("abc", 3)).isEqualTo("abc");
    assertThat(Width.cut("abcd", 0)).isEmpty();
  }

  @Test
  void durations_have_one_unit() {
    assertThat(Humans.duration(-5)).isEqualTo("0s");
    assertThat(Humans.duration(59_999)).isEqualTo("59s");
    assertThat(Humans.duration(60_000)).isEqualTo("1m");
    assertThat(Humans.duration(7_200_000)).isEqualTo("2h");
    assertThat(Humans.duration(4 * 86_400_000L)).isEqualTo("4D");
  }

  @Test
  void sizes_have_one_decimal() {
    assertThat(Humans.bytes(0)).isEqualTo("0b");
    assertThat(Humans.bytes(1023)).isEqualTo("1023b");
    assertThat(Humans.bytes(1_677_722)).isEqualTo("1.6mb");
    assertThat(Humans.bytes(54_001_664)).isEqualTo("51.5mb");
    assertThat(Humans.bytes(2L << 30)).isEqualTo("2.0gb");
  }

  @Test
  void progress_fits_its_line() {
    assertThat(Progress.line(50, 100, "api", 80))
        .isEqualTo("\r[==========          ] 50/100 api\u001b[K");
    assertThat(Progress.line(0, 0, "x", 20)).isEqualTo("\r[                 …\u001b[K");
  }
}
