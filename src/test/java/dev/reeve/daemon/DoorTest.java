package dev.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.api.Wire;
import dev.reeve.model.Json;
import dev.reeve.os.Errno;
import dev.reeve.os.Kernel;
import dev.reeve.os.linux.LinuxKernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real clients on a real socket, and a daemon that does what each test says.
class DoorTest {
  /// Somewhat less than the daemon rests.
  private static final long REST_NS = 90 * DoorStage.MS;

  private static final Reply SAVED = new Reply.Saved("/h/dump.pm2", 1);
  private static final String ASK = Wire.call(1, new Request.Save(false)) + "\n";

  @TempDir Path folder;

  private final List<Answer> answers = new ArrayList<>();
  private Door.Requests onRequest = (_, answer) -> answers.add(answer);
  private int shortage;
  private int accepts;
  private DoorStage stage;
  private Door door;
  private LinuxKernel linux;
  private int listener;

  @BeforeEach
  void open() {
    linux = new LinuxKernel();
    stage = new DoorStage(folder, shortOfSomething());
    door =
        new Door(
            stage.supervisor, (request, answer) -> onRequest.handle(request, answer), linux.uid());
    listener = linux.listen(stage.path("s"));
    door.open(listener);
  }

  /// The machine's kernel; only that it is short of what the test says.
  private Kernel shortOfSomething() {
    return (Kernel)
        Proxy.newProxyInstance(
            Kernel.class.getClassLoader(),
            new Class<?>[] {Kernel.class},
            (_, method, arguments) -> {
              if (method.getName().equals("accept")) {
                accepts++;
                if (shortage != 0) {
                  return -shortage;
                }
              }
              return method.invoke(linux, arguments);
            });
  }

  @AfterEach
  void close() throws IOException {
    stage.hangUpAll();
    stage.until(() -> door.connections() == 0);
    stage.loop.unwatch(listener);
    linux.close(listener);
  }

  private SocketChannel client() throws IOException {
    return stage.client("s");
  }

  private static void say(SocketChannel client, String text) throws IOException {
    DoorStage.say(client, text.getBytes(StandardCharsets.UTF_8));
  }

  /// All that the daemon sends until it hangs up.
  private String toTheEnd(SocketChannel client) throws IOException {
    var heard = new ByteArrayOutputStream();
    var chunk = ByteBuffer.allocate(1 << 16);
    long endNs = System.nanoTime() + DoorStage.LIMIT_NS;
    int read;
    while ((read = client.read(chunk.clear())) >= 0) {
      assertThat(System.nanoTime()).as("not closed; heard %s", heard.size()).isLessThan(endNs);
      heard.write(chunk.array(), 0, read);
      if (read == 0) {
        stage.loop.turn(10 * DoorStage.MS);
      }
    }
    return heard.toString(StandardCharsets.UTF_8);
  }

  private int turnsIn(long ms) {
    long endNs = System.nanoTime() + ms * DoorStage.MS;
    int turns = 0;
    while (System.nanoTime() < endNs) {
      stage.loop.turn(Math.max(1, endNs - System.nanoTime()));
      turns++;
    }
    return turns;
  }

  @Test
  void a_client_that_has_said_all_gets_the_reply_that_takes_time_and_then_the_end()
      throws Exception {
    var client = client();
    say(client, ASK);
    client.shutdownOutput();
    stage.until(() -> answers.size() == 1);
    assertThat(turnsIn(100)).as("turns while nothing happens").isLessThan(10);

    answers.getFirst().push(new Push.Progress(1, 2, "api"));
    answers.getFirst().reply(SAVED);

    assertThat(toTheEnd(client))
        .isEqualTo(Wire.push(new Push.Progress(1, 2, "api")) + "\n" + Wire.reply(1L, SAVED) + "\n");
    assertThat(door.connections()).isZero();
  }

  @Test
  void a_reply_of_megabytes_arrives_at_a_client_that_has_said_all() throws Exception {
    var list = new Reply.Text(List.of(Map.of("text", "é".repeat(2 << 20))));
    onRequest = (_, answer) -> answer.reply(list);
    var client = client();
    say(client, ASK);
    client.shutdownOutput();

    assertThat(toTheEnd(client)).isEqualTo(Wire.reply(1L, list) + "\n");
  }

  @Test
  void a_client_that_is_gone_altogether_is_let_go_though_its_answer_is_open() throws Exception {
    var gone = new ArrayList<String>();
    var client = client();
    say(client, ASK);
    stage.until(() -> answers.size() == 1);
    answers.getFirst().whenGone(() -> gone.add("gone"));
    client.close();

    stage.until(() -> door.connections() == 0 && !gone.isEmpty());
    answers.getFirst().reply(SAVED);
    assertThat(stage.log.faults()).isZero();
  }

  @Test
  void a_client_that_only_follows_and_hangs_up_half_is_let_go() throws Exception {
    onRequest =
        (_, answer) -> {
          answers.add(answer);
          answer.reply(new Reply.Following(List.of()));
        };
    var client = client();
    say(client, ASK);
    client.shutdownOutput();

    assertThat(toTheEnd(client)).isEqualTo(Wire.reply(1L, new Reply.Following(List.of())) + "\n");
    answers.getFirst().push(new Push.Dropped(1));
    assertThat(stage.log.faults()).isZero();
  }

  @ParameterizedTest
  @CsvSource({Errno.EMFILE + ", LimitNOFILE", Errno.ENOMEM + ", out of memory"})
  void without_what_a_client_takes_the_loop_rests_and_says_so_once(int errno, String sentence)
      throws Exception {
    shortage = errno;
    client();
    long beganNs = System.nanoTime();
    int turns = 0;
    for (; accepts < 3; turns++) {
      stage.loop.turn(1000 * DoorStage.MS);
    }
    assertThat(System.nanoTime() - beganNs).isGreaterThan(2 * REST_NS);
    assertThat(turns).as("turns for three looks").isLessThan(10);
    assertThat(stage.told()).containsOnlyOnce(sentence);

    shortage = 0;
    stage.until(() -> door.connections() == 1);
  }

  @Test
  void an_error_in_a_handler_is_answered_counted_and_keeps_no_other_line_from_its_turn()
      throws Exception {
    onRequest =
        (request, answer) -> {
          if (request instanceof Request.Ping) {
            throw new StackOverflowError("of ours");
          }
          answer.reply(SAVED);
        };
    var client = client();
    say(client, Wire.call(7, new Request.Ping()) + "\n" + ASK);
    client.shutdownOutput();

    assertThat(toTheEnd(client).lines())
        .satisfiesExactly(
            first -> assertThat(first).contains("\"id\":7,\"error\"").contains("of ours"),
            second -> assertThat(second).isEqualTo(Wire.reply(1L, SAVED)));
    assertThat(stage.log.faults()).isEqualTo(1);
  }

  @Test
  void a_reply_that_cannot_be_written_leaves_no_half_line() throws Exception {
    onRequest = (_, answer) -> answer.reply(new Reply.Text(List.of("begun", Double.NaN)));
    var client = client();
    say(client, ASK);
    client.shutdownOutput();

    assertThat(toTheEnd(client)).startsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\"");
  }

  @Test
  void when_too_much_waits_for_all_the_one_that_most_waits_for_is_cut_off() throws Exception {
    var big = new Reply.Text(new Json.Written("\"" + "x".repeat(10 << 20) + "\""));
    onRequest = (_, answer) -> answer.reply(big);
    var greedy = client();
    say(greedy, ASK + ASK + ASK);
    var modest = client();
    say(modest, ASK);
    stage.until(() -> door.connections() == 2);
    say(modest, ASK);

    stage.until(() -> door.connections() == 1);
    assertThat(stage.told()).containsOnlyOnce("is cut off");
    modest.shutdownOutput();
    assertThat(toTheEnd(modest)).hasSize(2 * (Wire.reply(1L, big).length() + 1));
  }
}
