package dev.reeve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Request;
import dev.reeve.api.Wire;
import dev.reeve.fake.Fuzz;
import dev.reeve.fake.Socket;
import dev.reeve.model.Cron;
import dev.reeve.model.DateFormat;
import dev.reeve.model.Home;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Listen;
import dev.reeve.model.PathPattern;
import dev.reeve.model.Rotation;
import dev.reeve.model.RotationKeys;
import dev.reeve.node.Channel;
import dev.reeve.pm2.Frame;
import dev.reeve.pm2.FrameReader;
import dev.reeve.pm2.Pm2App;
import dev.reeve.pm2.RpcRequest;
import dev.reeve.store.ModuleConf;
import dev.reeve.store.RunBook;
import dev.reeve.store.SavedList;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever bytes come from outside, who reads them takes them or refuses them, soon and without
/// growing.
class FuzzTest {
  private static final List<String> CALLS =
      List.of(
          "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{}}",
          "{\"id\":7,\"method\":\"stop\",\"params\":{\"targets\":[\"api\",0]}}",
          "{\"id\":7,\"method\":\"reload\",\"params\":{\"targets\":[\"api\"],\"parallel\":2,"
              + "\"callerEnv\":{\"A\":\"1\"},\"envFiles\":{\"api\":{\"B\":\"2\"}}}}",
          "{\"id\":7,\"method\":\"adjust\",\"params\":{\"targets\":[\"api\"],\"watch\":\"ON\","
              + "\"cron\":\"0 3 * * *\"}}",
          "{\"id\":7,\"method\":\"follow\",\"params\":{\"targets\":[],\"streams\":[\"out\"]}}",
          "{\"id\":7,\"method\":\"configure\",\"params\":{\"changes\":{\"a:b\":null}}}",
          "{\"id\":7,\"method\":\"import\",\"params\":{\"apps\":[{\"name\":\"a\"}]}}",
          startCall());

  private static final List<String> PM2_APPS =
      List.of(
          "{\"name\":\"a\",\"pm_exec_path\":\"/srv/a.js\",\"instances\":2,\"pm_id\":3,"
              + "\"exec_mode\":\"cluster_mode\",\"env\":{\"A\":\"1\"},\"args\":[\"x\"],"
              + "\"kill_timeout\":1600,\"max_memory_restart\":1000,\"restart_delay\":5,"
              + "\"cron_restart\":\"* * * * *\",\"watch\":[\"a\"],\"min_uptime\":1000,"
              + "\"stop_exit_codes\":[0],\"exp_backoff_restart_delay\":100,\"uid\":0}");

  @TempDir Path folder;

  private static String startCall() {
    var spec = dev.reeve.api.SpecJson.readOne(JsonObject.empty().with("name", "api"));
    return Wire.call(7, new Request.Start(List.of(spec), true));
  }

  private static Frame frame(String body) {
    return new Frame(List.of(("j:" + body).getBytes(UTF_8), "i:1".getBytes(UTF_8)));
  }

  @Test
  void requests_on_our_socket() throws Exception {
    Fuzz.texts(
        CALLS,
        line -> {
          try {
            var call = Wire.readCall(line);
            Wire.reply(call.id(), new dev.reeve.api.Reply.Text("x"));
            Wire.call(1, call.request());
          } catch (Wire.BadCall refused) {
            assertThat(refused.reply()).contains("error");
          }
        });
  }

  @Test
  void answers_of_a_daemon() throws Exception {
    var lines =
        List.of(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"kind\":\"json\",\"json\":[1,2]}}",
            "{\"id\":1,\"result\":{\"kind\":\"pong\",\"pid\":1}}",
            "{\"id\":1,\"result\":{\"kind\":\"views\",\"instances\":[{\"id\":0,\"name\":\"a\","
                + "\"status\":\"online\",\"pid\":3,\"cpu\":0.5}]}}",
            "{\"id\":1,\"result\":{\"kind\":\"done\",\"outcomes\":[{\"id\":0,\"ok\":true}]}}",
            "{\"method\":\"line\",\"params\":{\"id\":0,\"stream\":\"err\",\"at\":5}}",
            "{\"id\":1,\"error\":{\"code\":-1,\"data\":{\"hint\":\"x\"}}}");
    Fuzz.texts(
        lines,
        line -> {
          try {
            Wire.readMessage(line);
          } catch (Json.Malformed refused) {
            assertThat(refused.getMessage()).isNotNull();
          }
        });
  }

  @Test
  void requests_of_pm2s_client() throws Exception {
    var call = "{\"type\":\"call\",\"method\":\"prepare\",\"args\":[%s]}";
    var seeds =
        List.of(
            framed(call.formatted(PM2_APPS.getFirst())),
            framed("{\"type\":\"methods\"}"),
            framed(call.formatted("{\"id\":0,\"data\":{\"a\":[1]}}")));
    Fuzz.bytes(
        seeds,
        input -> {
          var reader = new FrameReader();
          int half = input.length / 2;
          try {
            reader.feed(input, half);
            takeAll(reader);
            reader.feed(
                java.util.Arrays.copyOfRange(input, half, input.length), input.length - half);
            takeAll(reader);
          } catch (FrameReader.Malformed refused) {
            assertThat(refused.getMessage()).isNotNull();
          }
          assertThat(reader.heldBytes()).isLessThanOrEqualTo(Math.max(1 << 10, 2 * input.length));
        });
  }

  private static void takeAll(FrameReader reader) throws FrameReader.Malformed {
    for (var frame = reader.next(); frame != null; frame = reader.next()) {
      if (RpcRequest.read(frame) instanceof RpcRequest.Call asked) {
        Json.write(asked.options());
      }
    }
  }

  private static byte[] framed(String body) {
    var bytes = new ByteArrayOutputStream();
    var frame = frame(body);
    bytes.writeBytes(Frame.head(2, frame.arguments().get(0).length));
    bytes.writeBytes(frame.arguments().get(0));
    bytes.writeBytes(Frame.argument("i:1".getBytes(UTF_8)));
    return bytes.toByteArray();
  }

  @Test
  void bodies_of_pm2s_client() throws Exception {
    var home = new Home(folder);
    Fuzz.texts(
        PM2_APPS,
        body -> {
          try {
            var app = Json.parseObject(body);
            var spec = Pm2App.read(app, home);
            if (spec != null) {
              Pm2App.changed(app, spec, app, home);
            }
          } catch (Json.Malformed refused) {
            assertThat(refused.getMessage()).isNotNull();
          }
        });
  }

  @Test
  void messages_of_apps() throws Exception {
    var lines =
        List.of(
            "\"ready\"\n{\"type\":\"axm:monitor\",\"data\":{\"a\":{\"value\":1}}}\n",
            "\u0002{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"port\":80,\"seq\":1}\n",
            "{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\"}\n{\"cmd\":\"NODE_HANDLE_ACK\"}\n");
    Fuzz.bytes(lines.stream().map(line -> line.getBytes(UTF_8)).toList(), FuzzTest::hear);
  }

  private static void hear(byte[] input) {
    var socket = new Socket();
    var ends = new AtomicInteger();
    var channel =
        new Channel(
            0,
            socket,
            new Channel.Listener() {
              @Override
              public void onMessage(@Nullable Object message) {
                Json.write(message);
              }

              @Override
              public void onInternal(JsonObject message) {
                Json.write(message);
              }

              @Override
              public void onClosed(@Nullable String reason) {
                ends.incrementAndGet();
              }
            });
    socket.say(input);
    for (int i = 0; i < 40; i++) {
      channel.read();
    }
    assertThat(ends.get()).isLessThan(2);
  }

  @Test
  void saved_lists() throws Exception {
    var home = new Home(folder);
    var saved = "{\"reeve\":1,\"specs\":[{\"name\":\"a\"}],\"instances\":[{\"id\":0,\"spec\":0}]}";
    var list = new SavedList(home);
    Fuzz.bytes(
        List.of(saved.getBytes(UTF_8), ("[" + PM2_APPS.getFirst() + "]").getBytes(UTF_8)),
        input -> {
          Files.write(home.savedList(), input);
          SavedList.names(list.text());
          if (list.read() instanceof SavedList.Content.Broken(String _, var keptAs)) {
            Files.delete(keptAs);
          }
        });
  }

  @Test
  void settings_of_modules() throws Exception {
    var home = new Home(folder);
    var conf = new ModuleConf(home);
    Fuzz.bytes(
        List.of("{\"pm2-logrotate\":{\"max_size\":\"50M\"},\"a\":{\"b\":1}}".getBytes(UTF_8)),
        input -> {
          Files.write(home.moduleConf(), input);
          switch (conf.read()) {
            case ModuleConf.Content.Found(var modules) -> conf.write(modules);
            case ModuleConf.Content.Broken(var keptAs) -> Files.delete(keptAs);
            case ModuleConf.Content.Absent _ -> throw new IllegalStateException("it is there");
          }
        });
  }

  @Test
  void run_books() throws Exception {
    var file = folder.resolve("runs");
    var book = RunBook.begin(file, "boot machine home");
    var run = new RunBook.Run(1, 2, 3, 4, 5, 6);
    for (int id = 0; id < 3; id++) {
      var counts = new RunBook.Counts(1, 2, 3);
      book.write(book.take(), new RunBook.Page(id, "UP", "UP", "m", run, counts, 6, 7, "why"));
    }
    book.replaceOld();
    Fuzz.bytes(
        List.of(Files.readAllBytes(file)),
        input -> {
          Files.write(file, input);
          RunBook.read(file);
        });
  }

  @Test
  void json() throws Exception {
    Fuzz.texts(
        List.of("{\"a\":[1,-2.5e3,true,null,\"\\u0041\\n\"],\"b\":{\"c\":{}}}", "[[[[1]]]]", "12"),
        text -> {
          try {
            Json.parse(Json.write(Json.parse(text)));
          } catch (Json.Malformed refused) {
            assertThat(refused.getMessage()).isNotNull();
          }
        });
  }

  @Test
  void schedules() throws Exception {
    var zone = ZoneId.of("Europe/Berlin");
    var now = Instant.parse("2026-02-01T00:00:00Z");
    Fuzz.texts(
        List.of("0 3 * * *", "*/5 1-7/2 L JAN-DEC MON,5", "59 59 23 29 2 0", "0 0 30 2 *"),
        text ->
            Cron.parse(text)
                .ifPresent(cron -> {
                  assertThat(cron.minutes() >>> 60).isZero();
                  assertThat(cron.hours() >>> 24).isZero();
                  cron.next(now, zone);
                }));
  }

  @Test
  void formats_of_dates() throws Exception {
    Fuzz.texts(
        List.of("YYYY-MM-DD HH:mm:ss.SSS Z", "[at] dddd, MMMM D hh:mm A ZZ", "YY d a"),
        text -> new DateFormat(text, ": ", ZoneOffset.UTC).stamp(1_700_000_000_123L));
  }

  @Test
  void places_to_listen_at() throws Exception {
    Fuzz.texts(
        List.of(
            "3000", "127.0.0.1:80", "[::1%lo]:80", "/run/a.sock", "@name", "[::ffff:1.2.3.4]:1"),
        text ->
            Listen.parse(text, path -> path)
                .ifPresent(each -> {
                  assertThat(each.name()).isNotNull();
                  assertThat(each.place()).isNotNull();
                }));
  }

  @Test
  void patterns_of_paths_and_rotation() throws Exception {
    Fuzz.texts(
        List.of("**/*.js", "src/{a,b}/[!x-z]?.ts", "50M", "0 0 * * *", "YYYY-MM-DD", "/a(b|c)*$/"),
        text -> {
          PathPattern.parse(text);
          var keys = RotationKeys.usual().keySet();
          for (var key : keys) {
            RotationKeys.read(Map.of(key, text), Rotation.USUAL);
          }
        });
  }
}
