package dev.reeve.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.fake.Socket;
import dev.reeve.loop.Loop;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The primary and its workers, each a socket that says what a worker says.
class PrimaryTest {
  private final Ports kernel = new Ports();
  private final List<Throwable> faults = new ArrayList<>();
  private final Loop loop = new Loop(kernel, faults::add);
  private final Primary primary =
      new Primary(loop, kernel, new Primary.Ways(false, Path.of("/srv"), null, Set.of()), () -> {});
  private final List<One> workers = new ArrayList<>();

  /// A worker's end, and what the primary knows of it.
  private final class One implements Channel.Listener {
    final Socket socket = new Socket();
    final Channel channel = new Channel(workers.size(), socket, this);
    final Worker worker = primary.join(channel);

    One() {
      workers.add(this);
    }

    @Override
    public void onMessage(@Nullable Object message) {}

    @Override
    public void onInternal(JsonObject message) {
      primary.onMessage(worker, message);
    }

    @Override
    public void onClosed(@Nullable String reason) {
      primary.left(worker);
    }

    void say(String json) {
      socket.say((json + "\n").getBytes(UTF_8));
      channel.read();
    }

    void listen(int port) {
      say(
          """
          {"cmd":"NODE_CLUSTER","act":"queryServer","address":"127.0.0.1","port":%d,\
          "addressType":4,"index":0,"seq":7}\
          """
              .formatted(port));
    }

    /// Takes the handle, and says what becomes of the connection.
    void take(long sequence, boolean accepted) {
      say("{\"cmd\":\"NODE_HANDLE_ACK\"}");
      say("{\"cmd\":\"NODE_CLUSTER\",\"ack\":%d,\"accepted\":%b}".formatted(sequence, accepted));
    }

    /// The connections that it was handed: descriptor → sequence number.
    Map<Integer, Long> handed() {
      var all = new HashMap<Integer, Long>();
      for (var line : socket.heard().lines().toList()) {
        if (line.startsWith("<")) {
          int end = line.indexOf('>');
          var message = JsonObject.of(parsed(line.substring(end + 1))).orElseThrow().object("msg");
          all.put(Integer.parseInt(line.substring(1, end)), message.number("seq", -1));
        }
      }
      return all;
    }
  }

  private static @Nullable Object parsed(String text) {
    try {
      return Json.parse(text);
    } catch (Json.Malformed malformed) {
      throw new AssertionError(text, malformed);
    }
  }

  private One worker() {
    return new One();
  }

  private void turn() {
    loop.turn(0);
    assertThat(faults).isEmpty();
  }

  @Test
  void connections_wait_until_a_worker_is_free_and_each_is_handed_once() {
    var one = worker();
    var two = worker();
    one.listen(3000);
    two.listen(3000);
    kernel.call(101, 102, 103);
    turn();
    assertThat(one.handed().keySet()).containsExactly(101);
    assertThat(two.handed().keySet()).containsExactly(102);
    assertThat(kernel.waiting()).isEqualTo(1);

    one.take(one.handed().getOrDefault(101, -1L), true);
    assertThat(one.handed().keySet()).containsExactlyInAnyOrder(101, 103);
    assertThat(kernel.closed()).containsExactly(101);
  }

  @Test
  void what_a_worker_did_not_take_goes_to_the_next() {
    var one = worker();
    var two = worker();
    one.listen(3000);
    two.listen(3000);
    kernel.call(101);
    turn();
    one.take(one.handed().getOrDefault(101, -1L), false);
    assertThat(two.handed().keySet()).containsExactly(101);
    two.socket.hangUp();
    two.channel.read();
    assertThat(one.handed()).containsOnlyKeys(101);
    assertThat(kernel.closed()).isEmpty();
  }

  @Test
  void the_port_outlives_its_last_worker_for_a_while_and_not_for_ever() {
    var one = worker();
    one.listen(3000);
    one.socket.hangUp();
    one.channel.read();
    kernel.call(101);
    turn();
    assertThat(kernel.open()).isEqualTo(1);
    var two = worker();
    two.listen(3000);
    turn();
    assertThat(two.handed()).containsOnlyKeys(101);

    two.socket.hangUp();
    two.channel.read();
    kernel.later(16_000_000_000L);
    turn();
    assertThat(kernel.open()).isZero();
  }

  @Test
  void an_app_that_makes_us_wait_at_its_socket_gets_nothing_more() {
    var worker = new One();
    worker.listen(80);
    kernel.makeWait();
    worker.listen(82);
    assertThat(kernel.open()).isZero();
    assertThat(worker.handed()).isEmpty();

    worker.listen(81);
    assertThat(kernel.open()).isZero();
    assertThat(faults).isEmpty();
  }

  @Test
  void one_that_leaves_gets_nothing_new() {
    var one = worker();
    var two = worker();
    one.listen(3000);
    two.listen(3000);
    primary.retire(one.worker);
    kernel.call(101, 102);
    turn();
    assertThat(one.handed()).isEmpty();
    assertThat(two.handed()).containsOnlyKeys(101);
  }

  @Test
  void what_cannot_be_bound_is_told_as_node_tells_it() {
    var one = worker();
    kernel.refuse(98);
    one.listen(3000);
    assertThat(one.socket.heard()).contains("\"errno\":-98").contains("\"ack\":7");
    kernel.refuse(0);
    one.listen(70_000);
    assertThat(one.socket.heard()).contains("\"errno\":-22");
  }

  /// Half a million messages of every kind in any order, most of them nonsense: no fault, no
  /// descriptor left over, and no more of them than there may be.
  @Test
  void whatever_workers_say_nothing_breaks_and_nothing_grows() {
    var random = new Random(17);
    for (int i = 0; i < 4; i++) {
      worker();
    }
    int next = 1000;
    for (int i = 0; i < 500_000; i++) {
      int index = random.nextInt(workers.size());
      var one = workers.get(index);
      if (random.nextInt(2000) == 0) {
        one.socket.hangUp();
        one.channel.read();
        workers.set(index, replacement());
        continue;
      }
      if (random.nextInt(20) == 0) {
        kernel.call(next++);
      }
      one.say(nonsense(random));
      if (random.nextInt(50) == 0) {
        turn();
        one.socket.forget();
      }
    }
    primary.close();
    List.copyOf(workers).forEach(each -> primary.left(each.worker));
    assertThat(kernel.open()).isZero();
    assertThat(loop.watching()).isZero();
    assertThat(faults).isEmpty();
  }

  private One replacement() {
    worker();
    return workers.removeLast();
  }

  private static String nonsense(Random random) {
    var values = List.of("null", "-1", "0", "3000", "1e300", "\"x\"", "{}", "[1]", "true", "70000");
    var acts = List.of("queryServer", "queryServer", "listening", "close", "online", "nothing", "");
    if (random.nextInt(4) == 0) {
      return "{\"cmd\":\"NODE_HANDLE_ACK\"}";
    }
    var text = new StringBuilder("{\"cmd\":\"NODE_CLUSTER\"");
    if (random.nextBoolean()) {
      text.append(",\"ack\":").append(random.nextInt(50)).append(",\"accepted\":");
      return text.append(random.nextBoolean()).append('}').toString();
    }
    text.append(",\"act\":\"").append(acts.get(random.nextInt(acts.size()))).append('"');
    for (var key :
        List.of(
            "address", "port", "addressType", "fd", "flags", "index", "key", "seq", "backlog")) {
      if (random.nextInt(3) > 0) {
        text.append(",\"%s\":%s".formatted(key, values.get(random.nextInt(values.size()))));
      }
    }
    return text.append('}').toString();
  }
}
