package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Nearest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The option table is consistent with itself, and its values are read as documented.
class OptionTableTest {

  @Test
  void no_key_alias_or_flag_stands_for_two_options() {
    var words = new ArrayList<String>();
    for (var option : OptionTable.all()) {
      words.add(option.key());
      words.addAll(option.aliases());
      option.flags().forEach(flag -> words.add("--" + flag.name()));
      option.flags().stream()
          .map(Flag::letter)
          .filter(Objects::nonNull)
          .forEach(letter -> words.add("-" + letter));
    }

    assertThat(words).doesNotHaveDuplicates().hasSameSizeAs(new HashSet<>(words));
  }

  @Test
  void every_example_is_read_by_its_kind() {
    for (var kind : List.of(Kind.TEXT, Kind.PATH, Kind.WORDS, Kind.BOOL, Kind.MEMORY, Kind.COUNT)) {
      assertThat(ValueReader.read(kind, kind.example())).isInstanceOf(Reading.Good.class);
    }
  }

  @Test
  void durations_and_sizes_are_read_with_their_units() {
    assertThat(value(Kind.DURATION, "10s")).isEqualTo(Duration.ofSeconds(10));
    assertThat(value(Kind.DURATION, "1h")).isEqualTo(Duration.ofHours(1));
    assertThat(value(Kind.DURATION, "1.5s")).isEqualTo(Duration.ofMillis(1500));
    assertThat(value(Kind.DURATION, "250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(value(Kind.DURATION, 3000L)).isEqualTo(Duration.ofSeconds(3));
    assertThat(value(Kind.MEMORY, "512M")).isEqualTo(512L << 20);
    assertThat(value(Kind.MEMORY, "1.5G")).isEqualTo(3L << 29);
    assertThat(value(Kind.MEMORY, "100MB")).isEqualTo(100L << 20);
    assertThat(value(Kind.MEMORY, 1024)).isEqualTo(1024L);
    assertThat(value(Kind.INSTANCES, "max")).isEqualTo(0);
    assertThat(value(Kind.EXIT_CODES, "0, 143")).isEqualTo(List.of(0, 143));
    assertThat(value(Kind.OBJECT, Map.of("A", 1))).isEqualTo(Map.of("A", "1"));
  }

  @Test
  void nonsense_is_refused_with_what_is_allowed() {
    for (Object bad : List.of("-1", "1e99", "x", "1.5", "", List.of(1))) {
      assertThat(ValueReader.read(Kind.COUNT, bad)).isInstanceOf(Reading.Bad.class);
    }
    for (Object bad : List.of("-1s", "s", "", "10y", "1e30h")) {
      assertThat(ValueReader.read(Kind.DURATION, bad)).isInstanceOf(Reading.Bad.class);
    }
    for (Object bad : List.of("", "M", "b", "-5M", "9999999999T")) {
      assertThat(ValueReader.read(Kind.MEMORY, bad)).isInstanceOf(Reading.Bad.class);
    }
  }

  @Test
  void words_are_split_as_a_shell_does() {
    assertThat(ShellWords.split("x 'y z' \"q r\"  a\\ b '' 'it'\\''s'"))
        .containsExactly("x", "y z", "q r", "a b", "", "it's");
    assertThat(ShellWords.split("")).isEmpty();
  }

  @Test
  void the_nearest_word_is_found_if_it_is_near() {
    assertThat(Nearest.of("scirpt", OptionTable.keys())).contains("script");
    assertThat(Nearest.of("max_restart", OptionTable.keys())).contains("max_restarts");
    assertThat(Nearest.of("colour_of_the_sky", OptionTable.keys())).isEmpty();
  }

  private static Object value(Kind kind, Object raw) {
    return switch (ValueReader.read(kind, raw)) {
      case Reading.Good(var value) -> value;
      case Reading.Bad bad -> throw new AssertionError(bad);
    };
  }
}
