package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `.env` files: what each line gives.
class DotEnvTest {
  private static final Map<String, String> OUTSIDE = Map.of("HOME", "/home/web", "EMPTY", "");

  @Test
  void a_file_is_read_as_a_shell_would_read_it() {
    var parsed =
        DotEnv.parse(
            """
            # a comment

            PLAIN=one two  # and a comment
            export EXPORTED=yes
              SPACED = around
            NONE=
            HASH=a#b
            QUOTED="two\\nlines \\"and\\" \\$HOME # no comment" # one
            SINGLE='as $HOME it \\n is'
            LINES="first
            second"
            AT=$HOME/app
            JOINED=${AT}/logs:${PLAIN}
            FALLBACK=${ABSENT:-other}-${EMPTY:-full}-${HOME:-no}
            ABSENT_ONE=a${ABSENT}b
            PRICE=5$ and \\$6
            URL=postgres://u:p@host/db?a=b
            dotted.name-1=fine
            LAST=end\
            """,
            OUTSIDE::get);

    assertThat(parsed.faults()).isEmpty();
    assertThat(parsed.variables())
        .containsExactly(
            Map.entry("PLAIN", "one two"),
            Map.entry("EXPORTED", "yes"),
            Map.entry("SPACED", "around"),
            Map.entry("NONE", ""),
            Map.entry("HASH", "a#b"),
            Map.entry("QUOTED", "two\nlines \"and\" $HOME # no comment"),
            Map.entry("SINGLE", "as $HOME it \\n is"),
            Map.entry("LINES", "first\nsecond"),
            Map.entry("AT", "/home/web/app"),
            Map.entry("JOINED", "/home/web/app/logs:one two"),
            Map.entry("FALLBACK", "other-full-/home/web"),
            Map.entry("ABSENT_ONE", "ab"),
            Map.entry("PRICE", "5$ and $6"),
            Map.entry("URL", "postgres://u:p@host/db?a=b"),
            Map.entry("dotted.name-1", "fine"),
            Map.entry("LAST", "end"));
  }

  @Test
  void windows_lines_are_lines_too() {
    assertThat(DotEnv.parse("\ufeffA=1\r\nB=\"2\"\r\n", OUTSIDE::get).variables())
        .containsExactly(Map.entry("A", "1"), Map.entry("B", "2"));
  }

  @Test
  void what_is_wrong_has_its_line_and_does_not_hide_the_next() {
    var parsed =
        DotEnv.parse(
            """
            GOOD=1
            no assignment
            2BAD=x
            TAIL="a" b
            STRANGE=${HOME:?gone}
            OPEN="never
            """,
            OUTSIDE::get);

    assertThat(parsed.faults())
        .isEqualTo(
            List.of(
                new DotEnv.Fault(2, "'no assignment' is not NAME=value"),
                new DotEnv.Fault(3, "'2BAD=x' is not NAME=value"),
                new DotEnv.Fault(4, "something follows the quote that closes TAIL"),
                new DotEnv.Fault(5, "only ${NAME} and ${NAME:-other} are known: ${HOME:?gone}"),
                new DotEnv.Fault(6, "the quote of OPEN is not closed")));
    assertThat(parsed.variables()).containsEntry("GOOD", "1").containsEntry("TAIL", "a");
  }

  @Test
  void what_stands_in_for_a_variable_may_stand_in_for_another() {
    var deep = "${A:-".repeat(10_000) + "x" + "}".repeat(10_000);
    var open = "${B:-".repeat(100_000);
    var parsed =
        DotEnv.parse(
            "A=${NO:-${HOME:-x}}/y\nDEEP=%s\nLONG=${NO:-%s}\n"
                .formatted(deep.replace("A:", "NO:"), "y".repeat(100_000)),
            OUTSIDE::get);
    assertThat(parsed.faults()).isEmpty();
    assertThat(parsed.variables())
        .containsEntry("A", OUTSIDE.get("HOME") + "/y")
        .containsEntry("DEEP", "x")
        .containsEntry("LONG", "y".repeat(100_000));
    assertThat(DotEnv.parse("Q=\"" + open + "\"\n", OUTSIDE::get).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("only ${NAME}"));
  }

  @Test
  void values_that_double_each_other_end_in_a_sentence() {
    var text = new StringBuilder("V0=xxxxxxxx\n");
    for (int i = 1; i < 60; i++) {
      text.append("V%d=$V%d$V%d\n".formatted(i, i - 1, i - 1));
    }
    assertThat(DotEnv.parse(text.toString(), OUTSIDE::get).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.message()).contains("repeat each other"));
  }

  @Test
  void a_file_of_faults_only_is_told_by_its_first_ones() {
    assertThat(DotEnv.parse("no line\n".repeat(100_000), OUTSIDE::get).faults()).hasSize(50);
  }
}
