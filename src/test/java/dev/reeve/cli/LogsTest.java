package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.fake.FakeDaemon;
import dev.reeve.model.AppSpec;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.InstanceId;
import dev.reeve.model.Status;
import dev.reeve.model.StdStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// History from the files, then lines from the daemon.
class LogsTest {
  private static final List<String> ALL = List.of("all");
  private static final InstanceId ZERO = new InstanceId(0);

  /// Noon, in a notation that needs no zone of the machine's.
  private static final String STAMP = "YYYY-MM-DDTHH:mm:ssZ";

  private static final long NOON_MS = 1_772_366_400_000L;

  @TempDir Path folder;

  private Path out() {
    return folder.resolve("api-out.log");
  }

  private void write(String text) {
    try {
      Files.writeString(out(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  private Reply.LogPosition position() {
    long size = out().toFile().length();
    return new Reply.LogPosition(ZERO, "api", StdStream.OUT, out().toString(), size);
  }

  private static Push live(String text) {
    return new Push.Line(ZERO, "api", StdStream.OUT, text, NOON_MS + 5_000);
  }

  /// A daemon with one app, whose lines are stamped as `format` says.
  private Console console(@Nullable String format, Push... live) throws Exception {
    return new Console(folder)
        .story(request ->
            request instanceof Request.Describe
                ? FakeDaemon.Turn.of(details(format))
                : new FakeDaemon.Turn(
                    List.of(), new Reply.Following(List.of(position())), List.of(live), false));
  }

  private Reply details(@Nullable String format) {
    var plain = Console.detail(Console.view(0, "api", Status.ONLINE, null));
    var logs = new AppSpec.Logs(out().toString(), null, null, true, AppSpec.LogType.RAW, format);
    return new Reply.Details(
        List.of(
            new InstanceDetail(
                plain.view(),
                plain.spec().withLogs(logs),
                new InstanceDetail.LogFiles(out().toString(), null, null, ""),
                plain.environment(),
                null,
                List.of(),
                0,
                0,
                dev.reeve.model.Telemetry.NONE,
                null)));
  }

  @Test
  void logs_prints_history_then_lines_as_they_come() throws Exception {
    write("one\ntwo\nthree\n");
    try (var console = console(null, live("half a line"), new Push.Dropped(7), live("end"))) {
      var run = console.until("end").run("logs", "api", "--lines", "2");

      assertThat(run.exit()).isZero();
      assertThat(run.out())
          .isEqualTo(
              "0|api      | two\n0|api      | three\n0|api      | half a line\n0|api      | end\n");
      assertThat(run.err())
          .contains("[reeve] up to 2 lines of history a file for api")
          .contains("[7 lines dropped: they are in the log files]");
      assertThat(console.run("logs", "--raw", "--nostream", "--lines", "1").out())
          .isEqualTo("three\n");
      assertThat(console.run("logs", "--nostream", "--lines", "0").out()).isEmpty();
    }
  }

  @Test
  void one_stream_several_targets_and_expressions_reach_the_daemon() throws Exception {
    try (var console = console(null)) {
      console.run("logs", "--err", "--nostream");
      console.run("logs", "--out", "--nostream");
      console.run("logs", "api", "/^w/", "shop", "--nostream");

      assertThat(console.asked())
          .contains(new Request.Follow(ALL, EnumSet.of(StdStream.ERR)))
          .contains(new Request.Follow(ALL, EnumSet.of(StdStream.OUT)))
          .contains(
              new Request.Follow(List.of("api", "/^w/", "shop"), EnumSet.allOf(StdStream.class)));
      assertThat(console.run("logs", "/[/").exit()).isEqualTo(2);
    }
  }

  @Test
  void json_is_an_object_a_line_with_the_time_that_is_known() throws Exception {
    write("2026-03-01T12:00:00+00:00: \"past\"\nno stamp\n");
    try (var console = console(STAMP, live("now"))) {
      assertThat(console.until("now").run("logs", "--json").out())
          .isEqualTo(
              "{\"message\":\"now\",\"timestamp\":\"2026-03-01T12:00:05.000Z\",\"type\":\"out\","
                  + "\"process_id\":0,\"app_name\":\"api\"}\n");
      assertThat(console.run("logs", "--json", "--nostream").out().lines())
          .containsExactly(
              "{\"message\":\"\\\"past\\\"\",\"timestamp\":\"2026-03-01T12:00:00.000Z\","
                  + "\"type\":\"out\",\"process_id\":0,\"app_name\":\"api\"}",
              "{\"message\":\"no stamp\",\"timestamp\":null,"
                  + "\"type\":\"out\",\"process_id\":0,\"app_name\":\"api\"}");
    }
  }

  @Test
  void format_prints_keys_and_values() throws Exception {
    write("2026-03-01T12:00:00+00:00: a b\n");
    try (var console = console(STAMP, live("now"))) {
      assertThat(console.until("now").run("logs", "--format", "--timestamp", "HH:mm:ss").out())
          .matches("timestamp=..:00:05 app=api id=0 type=out message=now\n");
      assertThat(console.run("logs", "--format", "--nostream").out())
          .matches("timestamp=2026-03-01-..:00:00[+-]\\d{4} app=api id=0 type=out message=a b\n");
    }
  }

  @Test
  void timestamp_stamps_each_line_whose_time_is_known() throws Exception {
    write("2026-03-01T12:00:00+00:00: past\n");
    try (var console = console(STAMP, live("now"))) {
      console.until("now");
      assertThat(console.run("logs", "--timestamp").out())
          .matches(
              """
              2026-03-01T..:00:00 0\\|api      \\| 2026-03-01T12:00:00\\+00:00: past
              2026-03-01T..:00:05 0\\|api      \\| 2026-03-01T.*: now
              """);
      assertThat(console.run("logs", "--timestamp", "mm:ss", "--lines", "0").out())
          .startsWith("00:05 0|api ");
    }
  }

  @Test
  void highlight_makes_a_text_stand_out_where_there_are_colours() throws Exception {
    write("one two\n");
    try (var console = console(null)) {
      console.columns(80).colours();
      assertThat(console.run("logs", "--highlight", "two", "--nostream").out())
          .contains("one \u001b[7m\u001b[1mtwo\u001b[22m\u001b[27m\n");
      assertThat(console.run("logs", "--highlight", "two", "--nostream", "--no-color").out())
          .isEqualTo("0|api      | one two\n");
    }
  }

  @Test
  void grep_takes_the_same_lines_of_the_past_and_of_the_present() throws Exception {
    write("a timeout\nfine\n");
    try (var console = console(null, live("ok"), live("a timeout of 3 s"), live("refused"))) {
      assertThat(console.until("refused").run("logs", "--raw", "--grep", "time|ref").out())
          .isEqualTo("a timeout\na timeout of 3 s\nrefused\n");
      assertThat(console.run("logs", "--grep", "(").exit()).isEqualTo(2);
    }
  }

  @Test
  void since_goes_back_through_compressed_generations() throws Exception {
    var past = folder.resolve("api-out__2026-03-01_12-00-02.log.gz");
    try (var gzip = new GZIPOutputStream(Files.newOutputStream(past))) {
      gzip.write(
          "2026-03-01T12:00:01Z: 1\n2026-03-01T12:00:02Z: 2\n"
              .replace("Z:", "+00:00:")
              .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    write("2026-03-01T12:00:03+00:00: 3\n");
    try (var console = console(STAMP)) {
      assertThat(
              console.run("logs", "--raw", "--nostream", "--since", "2026-03-01T12:00:02Z").out())
          .isEqualTo("2026-03-01T12:00:02+00:00: 2\n2026-03-01T12:00:03+00:00: 3\n");
      assertThat(console.run("logs", "--since", "soon").err())
          .contains("--since: 'soon' is not a time; write it like this: 10m, 2h");
    }
    try (var console = new Console(Files.createTempDirectory(folder, "c"))) {
      assertThat(console.run("logs", "--since", "yesterday").exit()).isEqualTo(2);
    }
  }

  @Test
  void a_moment_is_an_age_or_a_time() throws Exception {
    assertThat(LogOptions.since("10m", NOON_MS)).isEqualTo(NOON_MS - 600_000);
    assertThat(LogOptions.since("2h", NOON_MS)).isEqualTo(NOON_MS - 7_200_000);
    assertThat(LogOptions.since("2026-03-01T12:00:00Z", 0)).isEqualTo(NOON_MS);
    assertThat(LogOptions.since("2026-03-01 13:00:00+0100", 0)).isEqualTo(NOON_MS);
    assertThat(LogOptions.since("2026-03-01", 0)).isNotNull();
    assertThat(LogOptions.since("2026-03-01T12:00", 0)).isNotNull();
  }

  @Test
  void lines_without_a_time_are_taken_by_that_of_their_file_and_it_is_said_once() throws Exception {
    write("raw\n");
    try (var console = console(null)) {
      var run = console.run("logs", "--nostream", "--since", "2026-03-01");
      assertThat(run.out()).isEqualTo("0|api      | raw\n");
      assertThat(run.err()).containsOnlyOnce("lines without a stamp have no time");
    }
  }

  /// The first daemon pushes 3 and dies after 4 was written; the second is there before 5 is.
  @Test
  void following_outlives_the_daemon_without_a_gap_and_without_a_repeat() throws Exception {
    write("1\n2\n");
    var turns = new ArrayList<Request>();
    try (var console =
        new Console(folder)
            .story(request -> {
              if (request instanceof Request.Describe) {
                return FakeDaemon.Turn.of(details(null));
              }
              turns.add(request);
              return switch (turns.size()) {
                case 1 -> dying();
                case 2 -> FakeDaemon.Turn.of(new Reply.Refused("no app is called 'api'", null));
                default -> following(live("6"));
              };
            })) {
      var run = console.until("6").run("logs", "api", "--raw");

      assertThat(run.out()).isEqualTo("1\n2\n3\n4\n5\n6\n");
      assertThat(run.err()).containsOnlyOnce("the daemon is gone; waiting for one");
      assertThat(run.exit()).isZero();
    }
  }

  private FakeDaemon.Turn dying() {
    var reply = new Reply.Following(List.of(position()));
    write("3\n4\n");
    return new FakeDaemon.Turn(List.of(), reply, List.of(live("3")), true);
  }

  private FakeDaemon.Turn following(Push line) {
    write("5\n");
    return new FakeDaemon.Turn(
        List.of(), new Reply.Following(List.of(position())), List.of(line), false);
  }
}
