package dev.reeve.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Expressions that people write, and those that somebody writes to hold us up.
class BoundedMatchTest {
  private static final long ALLOWANCE = 10_000_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a|aa)+$b",
        "(a*)*b",
        "(a|a?)+b",
        ".*.*.*ready",
        "^(([a-z])+.)+[A-Z]([a-z])+$",
        "(a+)+b",
        "(?:a|b)*c",
        "(a{1,200}){1,200}b",
        "(.*)\\1b"
      })
  void a_search_ends_and_so_do_a_thousand(String expression) {
    var match = new BoundedMatch(Pattern.compile(expression), ALLOWANCE);
    var line = "a".repeat(60_000);

    for (int i = 0; i < 1000; i++) {
      assertThat(match.find(line)).isFalse();
    }
    assertThat(match.exhausted()).isTrue();
    assertThat(BoundedMatch.find(Pattern.compile(expression), line)).isFalse();
    assertThat(BoundedMatch.matches(Pattern.compile(expression), line)).isFalse();
  }

  @Test
  void what_is_linear_is_searched_without_end() {
    var match = new BoundedMatch(Pattern.compile("listening on (https?)://\\S+:\\d+"), 1);
    var line = "GET /index.html 200 4 ms, and so on, ".repeat(1000);

    for (int i = 0; i < 1000; i++) {
      assertThat(match.find(line)).isFalse();
    }
    assertThat(match.exhausted()).isFalse();
    assertThat(match.find(line + "listening on http://here:80")).isTrue();
  }

  @Test
  void what_begins_with_anything_is_found_in_lines_as_people_have_them() {
    var match = new BoundedMatch(Pattern.compile(".*server.*ready.*"), 10 * ALLOWANCE);
    var line = "x".repeat(300);

    for (int i = 0; i < 100; i++) {
      assertThat(match.find(line)).isFalse();
    }
    assertThat(match.find(line + " the server is ready")).isTrue();
  }
}
