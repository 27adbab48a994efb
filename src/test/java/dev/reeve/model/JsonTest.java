package dev.reeve.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// JSON as the sockets and the saved list need it.
class JsonTest {

  @Test
  void a_tree_comes_back_as_it_was() throws Exception {
    var text = "{\"b\":1,\"a\":[true,null,1.5,-7,\"\\\"\\n日\"],\"e\":{},\"l\":[],\"s\":\"\"}";

    assertThat(Json.write(Json.parse(text))).isEqualTo(text);
  }

  /// avaje-json 3.11 refuses a string of more than 64 K characters, and can't be told otherwise:
  /// `jlist` of a hundred apps is longer.
  @Test
  void a_text_of_a_megabyte_is_read() throws Exception {
    var text = "x".repeat(1 << 20);

    assertThat(Json.parse(Json.write(text))).isEqualTo(text);
  }

  @Test
  void what_is_torn_or_loose_is_refused() {
    for (var bad :
        new String[] {"", "{", "{\"a\":1", "{\"a\":1 \"b\":2}", "[1,]", "{} {}", "{a:1}", "nul"}) {
      assertThatThrownBy(() -> Json.parse(bad)).as(bad).isInstanceOf(Json.Malformed.class);
    }
  }
}
