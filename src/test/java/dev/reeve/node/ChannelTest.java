package dev.reeve.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.fake.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChannelTest {
  private final Socket socket = new Socket();
  private final List<@Nullable Object> heard = new ArrayList<>();
  private final List<String> ends = new ArrayList<>();
  private final Channel channel =
      new Channel(
          0,
          socket,
          new Channel.Listener() {
            @Override
            public void onMessage(@Nullable Object message) {
              heard.add(message);
            }

            @Override
            public void onClosed(@Nullable String reason) {
              ends.add(String.valueOf(reason));
            }
          });

  private void say(String text) {
    socket.say(text.getBytes(UTF_8));
    channel.read();
  }

  @Test
  void messages_are_whole_wherever_the_reads_are_cut() {
    for (byte each : "\"ready\"\n{\"a\":\"\u00e4\"}\n".getBytes(UTF_8)) {
      socket.say(new byte[] {each});
      channel.read();
    }
    assertThat(heard).containsExactly("ready", Map.of("a", "\u00e4"));
  }

  @Test
  void what_node_and_bun_say_among_themselves_is_not_told() {
    say("{\"cmd\":\"NODE_CLUSTER\",\"act\":\"online\"}\n\u0002{\"cmd\":\"NODE_x\"}\n\u0002\"a\"\n");
    assertThat(heard).containsExactly("a");
  }

  @Test
  void a_handle_is_acknowledged_so_that_its_sender_goes_on() {
    say("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\"}\n");
    assertThat(socket.heard()).isEqualTo("{\"cmd\":\"NODE_HANDLE_ACK\"}\n");
  }

  @Test
  void nothing_follows_a_handle_until_it_is_taken_however_that_is_said() {
    for (var taken :
        List.of(
            "{\"cmd\":\"NODE_HANDLE_ACK\"}\n",
            "\u0002{ \"cmd\": \"NODE_HANDLE_ACK\" }\n",
            "{\"cmd\":\"NODE_HANDLE_NACK\"}\n")) {
      channel.sendHandle(Channel.line("1"), 7);
      channel.send("after");
      assertThat(socket.heard()).endsWith("<7>1\n");
      say(taken);
      assertThat(socket.heard()).endsWith("<7>1\n\"after\"\n");
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void who_never_reads_loses_the_channel_and_not_our_memory() {
    socket.room = 1000;
    int sent = 0;
    while (channel.send("x".repeat(1 << 20))) {
      sent++;
    }
    assertThat(sent).isBetween(10, 16);
    assertThat(ends).containsExactly("it does not read what it is sent");
    assertThat(channel.wantsToWrite()).isFalse();
  }

  @Test
  void an_endless_message_is_cut_off() {
    var piece = new byte[1 << 20];
    Arrays.fill(piece, (byte) 'x');
    for (int i = 0; i < 40 && channel.open(); i++) {
      socket.say(piece);
      channel.read();
    }
    assertThat(ends).containsExactly("a message of more than 16 MiB");
  }

  @Test
  void the_rest_of_a_message_that_a_dead_daemon_had_begun_is_passed_over() {
    channel.joinLate(false);
    say("alf\":1}\n{\"whole\":2}\n");
    assertThat(heard).containsExactly(Map.of("whole", 2L));
    say("nonsense\n");
    assertThat(ends).hasSize(1);
  }

  @Test
  void a_child_that_hangs_up_ends_it_without_a_reason() {
    socket.hangUp();
    channel.read();
    assertThat(ends).containsExactly("null");
    assertThat(channel.send("late")).isFalse();
  }

  /// A million frames of noise and sense: each channel hears what is sense until the first noise.
  @Test
  void noise_ends_the_channel_and_nothing_else() {
    var random = new Random(11);
    for (int round = 0; round < 20_000; round++) {
      var other = new Socket();
      var told = new ArrayList<@Nullable Object>();
      var closed = new ArrayList<String>();
      var victim = new Channel(0, other, listener(told, closed));
      int sense = 0;
      boolean noise = false;
      for (int frame = 0; frame < 50; frame++) {
        var bytes = random.nextInt(40) == 0 ? noise(random) : "{\"n\":1}\n".getBytes(UTF_8);
        boolean bad = bytes[0] != '{';
        noise |= bad;
        sense += noise ? 0 : 1;
        other.say(bytes);
      }
      victim.read();
      assertThat(told.size()).as("round %d", round).isEqualTo(sense);
      assertThat(closed).hasSize(noise ? 1 : 0);
    }
  }

  private static byte[] noise(Random random) {
    var bytes = new byte[1 + random.nextInt(60)];
    random.nextBytes(bytes);
    bytes[0] = '}';
    bytes[bytes.length - 1] = '\n';
    return bytes.length == 1 ? new byte[] {'}', '\n'} : bytes;
  }

  private static Channel.Listener listener(List<@Nullable Object> told, List<String> closed) {
    return new Channel.Listener() {
      @Override
      public void onMessage(@Nullable Object message) {
        told.add(message);
      }

      @Override
      public void onClosed(@Nullable String reason) {
        closed.add(String.valueOf(reason));
      }
    };
  }
}
