package dev.reeve.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.fake.Shown;
import dev.reeve.model.Exit;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a reply looks like on the wire.
class WireTest {
  private static final Reply.Text LIST =
      new Reply.Text(List.of(Map.of("name", "日本 \"\\u0001"), Map.of("cpu", 0.5)));

  @Test
  void json_for_its_asker_stands_in_the_reply_as_it_is() throws Exception {
    var line = Wire.reply(7L, LIST);

    assertThat(Json.parseObject(line).object("result").list("json")).hasSize(2);
    assertThat(line).contains("\"json\":[{\"name\":\"日本 \\\"\\\\u0001\"}");
    assertThat(Wire.readMessage(line).reply())
        .isEqualTo(new Reply.Text(new Json.Written(LIST.text())));
  }

  @Test
  void a_reply_that_is_spelt_otherwise_is_read_the_same() throws Exception {
    for (var line :
        new String[] {
          " " + Wire.reply(7L, LIST),
          Wire.reply("an id that is longer than any number of ours", LIST),
          Wire.reply(7L, LIST).replace("\"kind\"", " \"kind\"")
        }) {
      assertThat(Wire.readMessage(line).reply())
          .isInstanceOfSatisfying(
              Reply.Text.class, text -> assertThat(text.text()).isEqualTo(LIST.text()));
    }
  }

  @Test
  void what_only_quotes_such_a_reply_is_none() throws Exception {
    var quoted = new Reply.Saved(",\"result\":{\"kind\":\"json\",\"json\":", 1);

    assertThat(Wire.readMessage(Wire.reply(1L, quoted)).reply()).isEqualTo(quoted);
  }

  @Test
  void bytes_and_text_are_the_same_line() {
    var bytes = new ByteArrayOutputStream();
    Wire.reply(7L, LIST, bytes);

    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(Wire.reply(7L, LIST));
  }

  @Test
  void what_is_to_be_unset_is_not_lost_on_the_way() throws Exception {
    var changes = new HashMap<String, @Nullable String>();
    changes.put("pm2-logrotate:max_size", "50M");
    changes.put("pm2-logrotate:retain", null);
    for (var request :
        List.of(new Request.Configure(changes), new Request.Settings(), new Request.ReloadLogs())) {
      assertThat(Wire.readCall(Wire.call(1, request)).request()).isEqualTo(request);
    }
  }

  @Test
  void how_a_run_ended_is_told_in_each_of_its_ways() throws Exception {
    var exits =
        Arrays.asList(
            new Exit.Code(7),
            new Exit.Signalled(9),
            new Exit.Signalled(34),
            new Exit.Unknown(),
            null);
    var details = exits.stream().map(exit -> Shown.ended(exit)).toList();

    var read = Wire.readMessage(Wire.reply(1L, new Reply.Details(details))).reply();
    assertThat(((Reply.Details) Objects.requireNonNull(read)).details())
        .map(InstanceDetail::lastExit)
        .isEqualTo(exits);
  }
}
