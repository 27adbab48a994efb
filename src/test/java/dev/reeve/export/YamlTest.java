package dev.reeve.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// What is written is what is read, whatever stands in it.
class YamlTest {
  private static final List<String> NASTY =
      List.of(
          "",
          " ",
          "no",
          "Yes",
          "off",
          "NULL",
          "~",
          "1",
          "1.5",
          "0x1F",
          "0o7",
          "1_000",
          ".inf",
          "1:30",
          "- a",
          "a: b",
          "a #b",
          "#",
          "'",
          "\"",
          "\\",
          "a\nb",
          "a\r\nb\n",
          "\t",
          "é日本🚀",
          "\u0007\u001b[0m",
          "\u0085\u2028",
          "&a",
          "*a",
          "!a",
          "%a",
          "@a",
          "`a`",
          "{",
          "[",
          "? a",
          "---",
          "...",
          "=",
          "<<",
          "2026-01-31",
          "a  b",
          "x".repeat(300) + " " + "y".repeat(300));

  private static Object read(String text) {
    var settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    return new Load(settings).loadFromString(text);
  }

  @Test
  void texts_come_back_as_they_were_as_values_and_as_keys() {
    for (var each : NASTY) {
      comesBack(each);
    }
    var random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      var text = new StringBuilder();
      random.ints(random.nextInt(12), 0, 0x180).forEach(text::appendCodePoint);
      comesBack(text.toString());
    }
  }

  private static void comesBack(String text) {
    var yaml = new Yaml().comment("above: " + text).put("k" + text, text).put("l", List.of(text));
    var expected = new LinkedHashMap<String, Object>();
    expected.put("k" + text, text);
    expected.put("l", List.of(text));
    assertThat(read(Yaml.text(List.of(yaml)))).as("'%s'", text).isEqualTo(expected);
  }

  @Test
  void numbers_and_switches_stay_what_they_are_and_nothing_is_left_out_by_accident() {
    var inner = new Yaml().put("n", 3).put("on", true).put("none", null).put("empty", List.of());
    var text = Yaml.text(List.of(new Yaml().put("a", inner).put("b", Map.of("c", "1"))));
    assertThat(read(text))
        .isEqualTo(Map.of("a", Map.of("n", 3, "on", true), "b", Map.of("c", "1")));
  }
}
