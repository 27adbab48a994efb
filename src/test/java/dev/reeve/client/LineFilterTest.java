package dev.reeve.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The quick look before the expression never hides a line.
class LineFilterTest {
  private static final String TEXT =
      "GET /api 200\n\nconnection refused\ntime: 12 ms\nüber ärger\na+b\n[x] done\nlast";

  @Test
  void what_every_match_must_hold_is_found_in_the_expression() {
    assertThat(literal("refused")).isEqualTo("refused");
    assertThat(literal("^time: [0-9]+ ms$")).isEqualTo("time: ");
    assertThat(literal("a{3}longer?x")).isEqualTo("longe");
    assertThat(literal("a\\+bc")).isEqualTo("bc");
    assertThat(literal("one|another")).isEmpty();
    assertThat(literal("(maybe)?x")).isEmpty();
    assertThat(literal("(?i)case")).isEmpty();
    assertThat(literal("[a[bc]]rest")).isEmpty();
    assertThat(literal("\\Qquoted*\\E")).isEmpty();
    assertThat(literal("\\p{L}x")).isEmpty();
    assertThat(literal("ab*c")).isEqualTo("a");
    assertThat(literal("[\\]]abc")).isEmpty();
  }

  private static String literal(String expression) {
    return LineFilter.literal(Pattern.compile(expression));
  }

  @Test
  void it_wants_exactly_what_the_expression_wants() {
    for (var expression :
        new String[] {
          "refused",
          "^$",
          "ms$",
          "[0-9]{2,}",
          "über",
          "a\\+b",
          "last",
          "^GET",
          "x] d",
          ".",
          "zzz",
          "(?i)get",
          "refused|last",
          "n{2}",
          "e{1}d",
          "\\x67er",
          "ti?me",
          "\\[x\\]",
          "[^a]ast"
        }) {
      var pattern = Pattern.compile(expression);
      var wanted = TEXT.lines().filter(line -> pattern.matcher(line).find()).toList();
      assertThat(lines(LineFilter.of(pattern))).as(expression).isEqualTo(wanted);
    }
    assertThat(lines(LineFilter.ALL)).isEqualTo(TEXT.lines().toList());
  }

  private static List<String> lines(LineFilter filter) {
    var found = new ArrayList<String>();
    var bytes = TEXT.getBytes(StandardCharsets.UTF_8);
    try {
      filter.lines(
          bytes, 0, bytes.length, (all, from, to) -> found.add(LineFilter.text(all, from, to)));
    } catch (java.io.IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
    return found;
  }
}
