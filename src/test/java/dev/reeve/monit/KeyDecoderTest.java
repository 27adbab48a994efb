package dev.reeve.monit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a raw terminal sends.
class KeyDecoderTest {
  private final KeyDecoder decoder = new KeyDecoder();

  @Test
  void both_notations_of_the_arrows_are_read() {
    assertThat(feed("\u001b[A\u001bOB\u001b[C\u001bOD", false))
        .containsExactly(Key.Named.UP, Key.Named.DOWN, Key.Named.RIGHT, Key.Named.LEFT);
    assertThat(feed("\u001b[H\u001b[4~\u001b[5~\u001b[6~\u001b[Z\t", false))
        .containsExactly(
            Key.Named.HOME,
            Key.Named.END,
            Key.Named.PAGE_UP,
            Key.Named.PAGE_DOWN,
            Key.Named.BACK_TAB,
            Key.Named.TAB);
  }

  @Test
  void an_escape_alone_is_a_key_and_an_escape_that_goes_on_is_none() {
    assertThat(feed("\u001b", false)).containsExactly(Key.Named.ESCAPE);
    assertThat(feed("\u001b", true)).isEmpty();
    assertThat(feed("[", false)).isEmpty();
    assertThat(feed("B", false)).containsExactly(Key.Named.DOWN);
  }

  @Test
  void what_is_unknown_is_not_taken_for_letters() {
    assertThat(feed("\u001b[1;5Aq", false)).containsExactly(new Key.Typed('q'));
    assertThat(feed("\u001b[200~\u001b[<0;3;4M\u0001", false)).isEmpty();
  }

  @Test
  void controls_are_keys() {
    assertThat(feed("\u0003\r\u007f\f", false))
        .containsExactly(
            Key.Named.INTERRUPT, Key.Named.ENTER, Key.Named.BACKSPACE, Key.Named.REDRAW);
  }

  @Test
  void characters_come_whole_even_in_pieces() {
    var bytes = "é日😀".getBytes(UTF_8);
    var keys = new java.util.ArrayList<Key>();
    for (byte each : bytes) {
      keys.addAll(decoder.feed(new byte[] {each}, 1, false));
    }
    assertThat(keys)
        .containsExactly(
            new Key.Typed('é'), new Key.Typed('日'), new Key.Typed("😀".codePointAt(0)));
  }

  private List<Key> feed(String text, boolean more) {
    var bytes = text.getBytes(UTF_8);
    return decoder.feed(bytes, bytes.length, more);
  }
}
