package dev.reeve.pm2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
  private static final long SEED = 20_260_101;

  private final FrameReader reader = new FrameReader();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] frame(List<byte[]> arguments) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(Frame.head(arguments.size(), arguments.getFirst().length));
    out.writeBytes(arguments.getFirst());
    arguments.stream().skip(1).map(Frame::argument).forEach(out::writeBytes);
    return out.toByteArray();
  }

  private void feed(byte[] bytes) {
    reader.feed(bytes, bytes.length);
  }

  private List<Frame> all() throws FrameReader.Malformed {
    var frames = new ArrayList<Frame>();
    for (var frame = reader.next(); frame != null; frame = reader.next()) {
      frames.add(frame);
    }
    return frames;
  }

  @Test
  void a_frame_is_written_as_it_was_seen_on_the_wire() {
    assertThat(frame(List.of(bytes("s:a"), bytes("j:{}"))))
        .isEqualTo(bytes("\u0012\0\0\0\u0003s:a\0\0\0\u0004j:{}"));
  }

  @Test
  void a_frame_that_comes_byte_by_byte_is_whole_with_the_last() throws Exception {
    var bytes = frame(List.of(bytes("j:{\"é\":1}"), bytes("s:7:0"), bytes("")));
    for (int i = 0; i < bytes.length - 1; i++) {
      feed(new byte[] {bytes[i]});
      assertThat(reader.next()).isNull();
    }
    feed(new byte[] {bytes[bytes.length - 1]});

    var frame = all().getFirst();
    assertThat(frame.arguments()).hasSize(3);
    assertThat(frame.text(0, "j:")).isEqualTo("{\"é\":1}");
    assertThat(frame.text(1, "j:")).isEmpty();
    assertThat(reader.heldBytes()).as("bytes kept between frames").isZero();
  }

  @Test
  void what_is_no_frame_is_refused_at_its_first_byte() {
    feed(bytes("GET / HTTP/1.1\r\n"));

    assertThatThrownBy(reader::next)
        .isInstanceOf(FrameReader.Malformed.class)
        .hasMessageContaining("0x47");
  }

  @Test
  void a_frame_that_would_be_too_big_is_refused_before_it_is_held() {
    feed(Frame.head(2, -1));
    assertThatThrownBy(reader::next).isInstanceOf(FrameReader.Malformed.class);

    var other = new FrameReader();
    var head = Frame.head(1, Frame.MAX_BYTES);
    other.feed(head, head.length);
    assertThatThrownBy(other::next).hasMessageContaining("8 MB");
    assertThat(other.heldBytes()).isLessThan(2000);
  }

  @Test
  void frames_cut_anywhere_come_out_as_they_went_in() throws Exception {
    var random = new Random(SEED);
    int frames = 0;
    int most = 0;
    while (frames < 200_000) {
      var sent = new ArrayList<List<byte[]>>();
      var stream = new ByteArrayOutputStream();
      for (int i = 0; i < 200; i++) {
        var arguments = arguments(random);
        sent.add(arguments);
        stream.writeBytes(frame(arguments));
      }
      var received = new ArrayList<Frame>();
      var bytes = stream.toByteArray();
      for (int at = 0; at < bytes.length; ) {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(3000));
        feed(java.util.Arrays.copyOfRange(bytes, at, at + length));
        received.addAll(all());
        most = Math.max(most, reader.heldBytes());
        at += length;
      }
      assertThat(received).as("seed %d", SEED).hasSameSizeAs(sent);
      for (int i = 0; i < sent.size(); i++) {
        assertThat(received.get(i).arguments()).containsExactlyElementsOf(sent.get(i));
      }
      frames += sent.size();
    }
    assertThat(most).as("bytes held").isLessThan(16 << 10);
  }

  private static List<byte[]> arguments(Random random) {
    var arguments = new ArrayList<byte[]>();
    int count = 1 + random.nextInt(15);
    for (int i = 0; i < count; i++) {
      var bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      arguments.add(bytes);
    }
    return arguments;
  }

  @Test
  void noise_ends_in_a_refusal_or_waits_within_the_limit_and_never_in_another_error() {
    var random = new Random(SEED);
    int refused = 0;
    for (int i = 0; i < 200_000; i++) {
      var noisy = new FrameReader();
      var bytes = i % 2 == 0 ? frame(arguments(random)) : frame(List.of(bytes("j:{}"), bytes("1")));
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        bytes[random.nextInt(Math.min(bytes.length, 24))] ^= (byte) (1 << random.nextInt(8));
      }
      noisy.feed(bytes, bytes.length);
      try {
        for (var frame = noisy.next(); frame != null; frame = noisy.next()) {
          RpcRequest.read(frame);
        }
      } catch (FrameReader.Malformed malformed) {
        refused++;
      }
      assertThat(noisy.heldBytes()).as("seed %d, turn %d", SEED, i).isLessThan(4096);
    }
    assertThat(refused).isGreaterThan(100_000);
  }

  @Test
  void json_that_is_nested_for_ever_is_refused() {
    feed(frame(List.of(bytes("j:" + "[".repeat(1 << 20)), bytes("s:1"))));

    assertThatThrownBy(() -> RpcRequest.read(all().getFirst()))
        .isInstanceOf(FrameReader.Malformed.class);
  }
}
