package dev.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.JsonObject;
import dev.reeve.os.linux.LinuxKernel;
import dev.reeve.pm2.BusEvent;
import dev.reeve.pm2.Frame;
import dev.reeve.pm2.FrameReader;
import dev.reeve.pm2.RpcReply;
import dev.reeve.pm2.RpcRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real clients on PM2's two sockets, and a daemon that answers as each test says.
class Pm2DoorsTest {
  @TempDir Path folder;

  private final List<RpcDoor.Asker> askers = new ArrayList<>();
  private final LinuxKernel kernel = new LinuxKernel();
  private RpcDoor.Methods methods = new Listening(askers);
  private DoorStage stage;
  private RpcDoor rpc;
  private Bus bus;

  private record Listening(List<RpcDoor.Asker> askers) implements RpcDoor.Methods {
    @Override
    public void handle(RpcRequest.Call call, RpcDoor.Asker asker) {
      askers.add(asker);
    }

    @Override
    public JsonObject all() {
      return RpcReply.nothing();
    }
  }

  private record Answering(JsonObject reply) implements RpcDoor.Methods {
    @Override
    public void handle(RpcRequest.Call call, RpcDoor.Asker asker) {
      asker.reply(reply);
    }

    @Override
    public JsonObject all() {
      return reply;
    }
  }

  @BeforeEach
  void open() {
    stage = new DoorStage(folder, kernel);
    rpc = new RpcDoor(stage.supervisor, () -> methods, kernel.uid());
    rpc.open(kernel.listen(stage.path("rpc")));
    bus = new Bus(stage.supervisor, kernel.uid());
    bus.open(kernel.listen(stage.path("pub")));
  }

  @AfterEach
  void close() throws IOException {
    stage.hangUpAll();
    stage.until(() -> rpc.connections() == 0 && bus.connections() == 0);
    assertThat(stage.log.faults()).isZero();
  }

  private static byte[] call(String id) {
    var json =
        "j:{\"type\":\"call\",\"method\":\"x\",\"args\":[]}".getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream();
    out.writeBytes(Frame.head(2, json.length));
    out.writeBytes(json);
    out.writeBytes(Frame.argument(("s:" + id).getBytes(StandardCharsets.UTF_8)));
    return out.toByteArray();
  }

  /// The frames that come until there are so many.
  private List<Frame> frames(SocketChannel client, int count) throws Exception {
    var reader = new FrameReader();
    var frames = new ArrayList<Frame>();
    var chunk = ByteBuffer.allocate(1 << 16);
    long endNs = System.nanoTime() + DoorStage.LIMIT_NS;
    while (frames.size() < count) {
      assertThat(System.nanoTime()).as("only %d frames", frames.size()).isLessThan(endNs);
      int read = client.read(chunk.clear());
      assertThat(read).as("bytes").isNotNegative();
      reader.feed(chunk.array(), read);
      for (var frame = reader.next(); frame != null; frame = reader.next()) {
        frames.add(frame);
      }
      stage.loop.turn(DoorStage.MS);
    }
    return frames;
  }

  private static String text(Frame frame) {
    return new String(frame.arguments().getFirst(), StandardCharsets.UTF_8);
  }

  @Test
  void replies_go_by_their_numbers_in_any_order() throws Exception {
    var client = stage.client("rpc");
    DoorStage.say(client, call("1"));
    DoorStage.say(client, call("2"));
    stage.until(() -> askers.size() == 2);
    askers.get(1).reply(RpcReply.result("two"));
    askers.get(0).reply(RpcReply.result("one"));

    var replies = frames(client, 2);
    assertThat(text(replies.getFirst())).isEqualTo("j:{\"args\":[\"two\"]}");
    assertThat(replies.getFirst().arguments().get(1))
        .isEqualTo("s:2".getBytes(StandardCharsets.UTF_8));
    assertThat(text(replies.getLast())).isEqualTo("j:{\"args\":[\"one\"]}");
  }

  @Test
  void one_that_sends_what_is_no_frame_is_cut_off_with_a_line_in_the_log() throws Exception {
    var neighbour = stage.client("rpc");
    var offender = stage.client("rpc");
    stage.until(() -> rpc.connections() == 2);
    DoorStage.say(offender, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    stage.until(() -> rpc.connections() == 1);
    DoorStage.say(neighbour, call("1"));
    stage.until(() -> askers.size() == 1);

    assertThat(stage.told()).containsOnlyOnce("is cut off: it sent");
  }

  @Test
  void one_that_asks_without_reading_is_cut_off() throws Exception {
    methods = new Answering(RpcReply.result("x".repeat(10 << 20)));
    var greedy = stage.client("rpc");
    for (int i = 0; i < 6; i++) {
      DoorStage.say(greedy, call("" + i));
    }
    stage.until(() -> stage.told().contains("it did not read"));
    assertThat(rpc.connections()).isZero();
  }

  @Test
  void one_that_asks_without_waiting_is_cut_off() throws Exception {
    var hasty = stage.client("rpc");
    for (int i = 0; i <= RpcClient.MAX_UNANSWERED; i++) {
      DoorStage.say(hasty, call("" + i));
      if (i % 100 == 0) {
        stage.loop.turn(DoorStage.MS);
      }
    }
    stage.until(() -> rpc.connections() == 0);
    askers.forEach(asker -> asker.reply(RpcReply.nothing()));
    assertThat(stage.told()).contains("are under way");
  }

  @Test
  void one_that_has_said_all_still_gets_its_reply() throws Exception {
    var client = stage.client("rpc");
    DoorStage.say(client, call("1"));
    client.shutdownOutput();
    stage.until(() -> askers.size() == 1);
    stage.loop.turn(DoorStage.MS);
    askers.getFirst().reply(RpcReply.nothing());

    assertThat(text(frames(client, 1).getFirst())).isEqualTo("j:{\"args\":[]}");
    stage.until(() -> rpc.connections() == 0);
  }

  @Test
  void a_listener_that_does_not_read_misses_whole_events_and_keeps_nobody_waiting()
      throws Exception {
    var slow = stage.client("pub");
    var quick = stage.client("pub");
    stage.until(() -> bus.connections() == 2);
    int events = 3000;
    var heard = new ArrayList<Frame>();
    for (int i = 0; i < events; i++) {
      bus.publish(BusEvent.ownLog(i + " " + "x".repeat(1000), 0));
      if (i % 100 == 99) {
        heard.addAll(frames(quick, 100));
      }
    }
    assertThat(heard).hasSize(events);
    bus.publish(BusEvent.killed());

    var late = new ArrayList<Frame>();
    stage.until(() -> {
      late.addAll(whatIsThere(slow));
      return stage.told().contains("did not read: it has missed");
    });
    assertThat(late).hasSizeBetween(1000, events - 1);
    assertThat(late).allMatch(frame -> text(frame).equals("s:log:PM2"));
  }

  private final FrameReader ofSlow = new FrameReader();

  private List<Frame> whatIsThere(SocketChannel client) {
    try {
      var chunk = ByteBuffer.allocate(1 << 16);
      int read = client.read(chunk);
      ofSlow.feed(chunk.array(), Math.max(0, read));
      var frames = new ArrayList<Frame>();
      for (var frame = ofSlow.next(); frame != null; frame = ofSlow.next()) {
        frames.add(frame);
      }
      return frames;
    } catch (IOException | FrameReader.Malformed broken) {
      throw new IllegalStateException(broken);
    }
  }
}
