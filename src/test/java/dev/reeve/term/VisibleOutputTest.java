package dev.reeve.term;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Printable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VisibleOutputTest {
  private static String shown(byte[] bytes, int chunk) throws IOException {
    var memory = new ByteArrayOutputStream();
    try (var out = new VisibleOutput(memory)) {
      for (int i = 0; i < bytes.length; i += chunk) {
        out.write(bytes, i, Math.min(chunk, bytes.length - i));
      }
    }
    return memory.toString(StandardCharsets.UTF_8);
  }

  private static String shown(String text) throws IOException {
    return shown(text.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE);
  }

  @Test
  void lines_tabs_colours_and_letters_of_all_kinds_pass() throws IOException {
    for (var text :
        new String[] {
          "plain\tline\n",
          "\u001b[1;31mred\u001b[0m\n",
          "\u001b[38:2:1:2:3mtrue colour\u001b[m\n",
          "Grüße, 東京 🎉 £ ¿\n",
          "windows\r\n"
        }) {
      assertThat(shown(text)).isEqualTo(text);
    }
  }

  @Test
  void what_a_terminal_acts_on_is_made_visible() throws IOException {
    assertThat(shown("\u001b]0;title\u0007x\n")).isEqualTo("\\u001b]0;title\\u0007x\n");
    assertThat(shown("\u001b[2J\u001b[H\u001bc\n")).isEqualTo("\\u001b[2J\\u001b[H\\u001bc\n");
    assertThat(shown("\u001b[31\u001b[2J\n")).isEqualTo("\\u001b[31\\u001b[2J\n");
    assertThat(shown("\u009b2J\u0085\u007f\b\n")).isEqualTo("\\u009b2J\\u0085\\u007f\\u0008\n");
    assertThat(shown("10%\r20%\n")).isEqualTo("10%\\u000d20%\n");
    assertThat(shown("\u001b[" + "1;".repeat(100) + "m\n")).doesNotContain("\u001b");
  }

  @Test
  void it_makes_no_difference_in_which_pieces_it_comes() throws IOException {
    var random = new Random(3);
    var letters = "\u001b[]0;31m:\r\n\t\u009b\u0007aé東\u0000\u007f";
    for (int round = 0; round < 2_000; round++) {
      var text = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      var bytes = (text + "\n.").getBytes(StandardCharsets.UTF_8);
      var whole = shown(bytes, bytes.length);
      assertThat(shown(bytes, 1)).isEqualTo(whole);
      assertThat(shown(bytes, 1 + random.nextInt(7))).isEqualTo(whole);
      assertThat(whole.replaceAll("\u001b\\[[0-9;:]*m", "").replace("\r\n", "\n"))
          .doesNotContain("\u001b", "\r", "\u0007", "\u009b", "\u0000", "\u007f");
    }
  }

  @Test
  void a_name_stays_in_its_line_and_in_its_direction() {
    assertThat(Printable.line("api")).isEqualTo("api");
    assertThat(Printable.line("a\nb\u202ec\u2028")).isEqualTo("a\\u000ab\\u202ec\\u2028");
    assertThat(Cell.of("a\u001b[2J").text()).isEqualTo("a\\u001b[2J");
  }
}
