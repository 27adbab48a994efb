package dev.reeve.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Json;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  @Test
  void every_text_comes_out_of_a_record_as_it_went_in() throws Json.Malformed {
    var random = new Random(3);
    for (int round = 0; round < 300; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        int[] ranges = {0x20, 0x80, 0x800, 0xd800, 0x10000, 0x110000};
        int range = random.nextInt(ranges.length - 1);
        int character = random.nextInt(ranges[range], ranges[range + 1]);
        if ((character >= 0xd800 && character < 0xe000) || character == '\\') {
          character = 'x';
        }
        text.appendCodePoint(character);
      }
      var page = new Page();
      var bytes = text.toString().getBytes(UTF_8);
      JsonText.add(bytes, 0, bytes.length, page);
      var json = "\"" + new String(page.bytes(), 0, page.length(), UTF_8) + "\"";
      assertThat(Json.parse(json)).isEqualTo(text.toString());
    }
  }
}
