package dev.reeve.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Json;
import dev.reeve.model.Rotation;
import dev.reeve.model.StdStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamLogTest {
  private static final String STAMPED = "[T]";
  private static final long ALL = Long.MAX_VALUE;
  private static final Rotation OFF =
      new Rotation(
          false,
          0,
          new Rotation.When(null, null),
          Rotation.USUAL.keep(),
          Rotation.USUAL.name(),
          0,
          false);

  private final Disk disk = new Disk();
  private final List<String> troubles = new ArrayList<>();
  private LogFiles files = files();
  private final Workspace workspace = new Workspace();
  private final List<String> followed = new ArrayList<>();
  private final Memory memory = new Memory();
  private AppSpec.Overflow overflow = AppSpec.Overflow.BLOCK;
  private int pipe = disk.pipe();

  /// What outlives a daemon.
  private static final class Memory implements Journal {
    @Nullable Entry entry;

    @Override
    public void begin(Entry begun) {
      entry = begun;
    }

    @Override
    public void end() {
      entry = null;
    }
  }

  private LogFiles files() {
    return new LogFiles(new LogFiles.Ground(disk, disk.files, troubles::add, (_, _) -> {}));
  }

  private @Nullable LogFile file(String path) {
    return files.use(path, new LogFiles.Care(OFF, null));
  }

  private StreamLog log(AppSpec.LogType type, @Nullable String format, @Nullable LogFile... to) {
    var source = new LineStyle.Source(3, "api", StdStream.OUT);
    var logs =
        new AppSpec.Logs(null, null, null, false, type, format, overflow, java.util.Map.of());
    var place = new StreamLog.Place(disk, memory, Path.of("/tmp/nowhere/held"));
    var outlet =
        new StreamLog.Outlet(
            workspace,
            () -> true,
            (bytes, from, until, _) -> followed.add(new String(bytes, from, until - from, UTF_8)),
            place);
    return new StreamLog(source, logs, Arrays.asList(to), outlet);
  }

  private StreamLog raw(@Nullable LogFile... to) {
    return log(AppSpec.LogType.RAW, null, to);
  }

  private void feed(StreamLog log, String text) {
    disk.say(pipe, text);
    log.pump(pipe, ALL, 0);
  }

  @Test
  void a_raw_stream_is_passed_on_byte_for_byte() {
    var log = raw(file("/tmp/raw"));
    var bytes = new byte[700_000];
    new Random(1).nextBytes(bytes);
    disk.say(pipe, bytes);
    log.finish(pipe, 0);
    assertThat(disk.bytes("/tmp/raw")).isEqualTo(bytes);
  }

  @Test
  void each_line_is_stamped_once_wherever_the_chunks_end() {
    var text = "one\n\nthree, longer than eight bytes\nlast\n";
    for (int cut = 0; cut <= text.length(); cut++) {
      disk.forget("/tmp/stamped");
      files = files();
      var log = log(AppSpec.LogType.RAW, STAMPED, file("/tmp/stamped"));
      feed(log, text.substring(0, cut));
      feed(log, text.substring(cut));
      log.finish(pipe, 0);
      assertThat(disk.text("/tmp/stamped"))
          .as("cut at %d", cut)
          .isEqualTo("T: one\nT: \nT: three, longer than eight bytes\nT: last\n");
    }
  }

  @Test
  void a_stamped_line_without_an_end_gets_one_when_the_run_is_over() {
    var log = log(AppSpec.LogType.RAW, STAMPED, file("/tmp/stamped"));
    feed(log, "fatal");
    log.finish(pipe, 0);
    assertThat(disk.text("/tmp/stamped")).isEqualTo("T: fatal\n");
  }

  @Test
  void streams_that_share_a_file_do_not_tear_each_others_lines() {
    var one = raw(file("/tmp/shared"));
    var source = new LineStyle.Source(4, "other", StdStream.OUT);
    var logs = new AppSpec.Logs(null, null, null, false, AppSpec.LogType.RAW, null);
    var place = new StreamLog.Place(disk, Journal.NONE, Path.of("/tmp/nowhere/other"));
    var outlet = new StreamLog.Outlet(workspace, () -> false, (_, _, _, _) -> {}, place);
    var other = new StreamLog(source, logs, List.of(shared()), outlet);
    int otherPipe = disk.pipe();
    feed(one, "aa");
    disk.say(otherPipe, "bb");
    other.pump(otherPipe, ALL, 0);
    feed(one, "aa\n");
    disk.say(otherPipe, "bb\n");
    other.pump(otherPipe, ALL, 0);
    assertThat(disk.text("/tmp/shared")).isEqualTo("aaaa\nbbbb\n");
  }

  private LogFile shared() {
    return Objects.requireNonNull(file("/tmp/shared"));
  }

  @Test
  void a_combined_file_has_the_lines_of_its_own_files_too() {
    var log = raw(file("/tmp/own"), file("/tmp/both"));
    feed(log, "line\n");
    assertThat(disk.text("/tmp/own")).isEqualTo("line\n").isEqualTo(disk.text("/tmp/both"));
  }

  @Test
  void a_json_log_has_one_record_a_line_whatever_the_line_holds() throws Json.Malformed {
    var log = log(AppSpec.LogType.JSON, null, file("/tmp/json"));
    feed(log, "say \"hi\"\n\t\u00e4\u0001");
    feed(log, "\ud83d\ude00\r\n");
    disk.say(pipe, new byte[] {'a', (byte) 0xff, (byte) 0xe4, (byte) 0xc3, '\n'});
    log.finish(pipe, 0);
    var lines = disk.text("/tmp/json").lines().toList();
    assertThat(lines).hasSize(3);
    assertThat(Json.parseObject(lines.getFirst()).text("message", "")).isEqualTo("say \"hi\"");
    var second = Json.parseObject(lines.get(1));
    assertThat(second.text("message", "")).isEqualTo("\t\u00e4\u0001\ud83d\ude00\r");
    assertThat(second.text("type", "")).isEqualTo("out");
    assertThat(second.number("process_id", -1)).isEqualTo(3);
    assertThat(second.text("app_name", "")).isEqualTo("api");
    assertThat(Json.parseObject(lines.get(2)).text("message", "")).isEqualTo("a\\xff\\xe4\\xc3");
  }

  @Test
  void a_line_beyond_the_limit_is_split_and_marked() throws Json.Malformed {
    var long1 = "x".repeat(LineFilling.MAX_LINE * 2 + 5);
    var log = log(AppSpec.LogType.JSON, null, file("/tmp/json"));
    for (int at = 0; at < long1.length(); at += 50_000) {
      feed(log, long1.substring(at, Math.min(long1.length(), at + 50_000)));
    }
    feed(log, "\nnext\n");
    log.finish(pipe, 0);
    var records = new ArrayList<String>();
    for (var line : disk.text("/tmp/json").lines().toList()) {
      var json = Json.parseObject(line);
      records.add(json.text("message", "").length() + " " + json.flag("partial", false));
    }
    assertThat(records)
        .containsExactly(
            LineFilling.MAX_LINE + " true", LineFilling.MAX_LINE + " true", "5 false", "4 false");
  }

  @Test
  void a_full_disk_makes_the_app_wait_and_loses_nothing() {
    for (var format : new @Nullable String[] {null, STAMPED}) {
      disk.forget("/tmp/full");
      files = files();
      var file = Objects.requireNonNull(file("/tmp/full"));
      var log = log(AppSpec.LogType.RAW, format, file);
      feed(log, "before\n");
      disk.room = 3;
      disk.say(pipe, "waits\n");
      assertThat(log.pump(pipe, ALL, 0)).isEqualTo(StreamLog.Pumped.REFUSED);
      assertThat(log.pump(pipe, ALL, 0)).isEqualTo(StreamLog.Pumped.REFUSED);
      assertThat(disk.waiting(pipe)).isPositive();
      assertThat(file.refusal()).isEqualTo("no space left on device");
      disk.room = Long.MAX_VALUE;
      feed(log, "after\n");
      assertThat(disk.text("/tmp/full").replace("T: ", "")).isEqualTo("before\nwaits\nafter\n");
      assertThat(file.droppedBytes()).isZero();
      assertThat(file.refusal()).isNull();
    }
  }

  @Test
  void an_app_that_must_not_wait_loses_what_does_not_fit_and_is_told_how_much() {
    overflow = AppSpec.Overflow.DROP;
    var file = Objects.requireNonNull(file("/tmp/full"));
    var log = log(AppSpec.LogType.RAW, STAMPED, file);
    feed(log, "before\n");
    disk.room = 3;
    feed(log, "lost line\n");
    feed(log, "lost too\nand this\n");
    assertThat(disk.waiting(pipe)).isZero();
    disk.room = Long.MAX_VALUE;
    feed(log, "after\n");
    assertThat(file.droppedBytes()).isEqualTo("lost line\nlost too\nand this\n".length());
    assertThat(file.droppedLines()).isEqualTo(3);
    assertThat(disk.text("/tmp/full"))
        .isEqualTo(
            "T: before\nT: [reeve] 3 lines (28 bytes) of output are missing here: "
                + "no space left on device\nT: after\n");
    assertThat(troubles).hasSize(2);
  }

  @Test
  void no_line_is_torn_where_dropping_begins_and_ends() {
    overflow = AppSpec.Overflow.DROP;
    for (var format : new @Nullable String[] {null, STAMPED}) {
      disk.forget("/tmp/full");
      files = files();
      var file = Objects.requireNonNull(file("/tmp/full"));
      var log = log(AppSpec.LogType.RAW, format, file);
      feed(log, "before\nbegun, ");
      disk.room = 3;
      feed(log, "lost, ");
      disk.room = Long.MAX_VALUE;
      feed(log, "lost too\nafter\n");
      assertThat(disk.text("/tmp/full").replace("T: ", ""))
          .isEqualTo(
              "before\n[reeve] 1 lines (22 bytes) of output are missing here: "
                  + "no space left on device\nafter\n");
    }
  }

  @Test
  void what_one_file_refuses_is_in_neither_until_both_take_it() {
    var one = file("/tmp/one");
    var both = file("/tmp/both");
    var log = log(AppSpec.LogType.RAW, STAMPED, one, both);
    disk.room = 10;
    feed(log, "a line\n");
    assertThat(disk.text("/tmp/one")).isEmpty();
    disk.room = Long.MAX_VALUE;
    log.pump(pipe, ALL, 0);
    assertThat(disk.text("/tmp/one")).isEqualTo("T: a line\n").isEqualTo(disk.text("/tmp/both"));
  }

  @Test
  void the_last_words_of_a_run_are_given_up_when_no_file_takes_them() {
    var file = Objects.requireNonNull(file("/tmp/full"));
    var log = log(AppSpec.LogType.RAW, STAMPED, file);
    disk.room = 0;
    disk.say(pipe, "last\nwords");
    log.finish(pipe, 0);
    assertThat(file.droppedBytes()).isEqualTo("last\nwords".length());
    assertThat(disk.waiting(pipe)).isZero();
  }

  @Test
  void a_run_goes_on_writing_to_a_file_that_its_app_has_given_up() {
    var file = file("/tmp/old");
    var log = raw(file);
    feed(log, "before\n");
    files.release(file);
    feed(log, "bye\n");
    assertThat(files.size()).isEqualTo(1);
    log.finish(pipe, 0);
    files.look(0);
    assertThat(disk.text("/tmp/old")).isEqualTo("before\nbye\n");
    assertThat(disk.openings()).isZero();
    assertThat(files.size()).isZero();
  }

  @Test
  void a_held_line_is_not_lost_when_its_file_is_no_longer_shared() {
    var one = raw(file("/tmp/shared"));
    var other = file("/tmp/shared");
    feed(one, "held ");
    files.release(other);
    feed(one, "rest\n");
    assertThat(disk.text("/tmp/shared")).isEqualTo("held rest\n");
  }

  @Test
  void what_a_run_of_the_last_boot_had_held_is_no_part_of_a_line_of_this_one() {
    feed(log(AppSpec.LogType.JSON, STAMPED, file("/tmp/log")), "prompt> ");
    files = files();
    var log = log(AppSpec.LogType.JSON, STAMPED, file("/tmp/log"));
    feed(log, "hel");
    feed(log, "lo\n");
    assertThat(lines("/tmp/log")).containsExactly("hello");
  }

  @Test
  void a_file_that_is_named_twice_gets_each_line_once() {
    var log = raw(file("/tmp/same"), file("/tmp/same"));
    feed(log, "line\n");
    assertThat(disk.text("/tmp/same")).isEqualTo("line\n");
  }

  @Test
  void a_file_that_was_cut_is_written_from_its_new_end_on() {
    var file = Objects.requireNonNull(file("/tmp/cut"));
    var log = raw(file);
    feed(log, "before\n");
    file.truncate(0);
    feed(log, "after\n");
    assertThat(disk.text("/tmp/cut")).isEqualTo("after\n");
  }

  @Test
  void followers_get_whole_lines_decoded() {
    for (var log : List.of(raw(), raw(file("/tmp/followed")))) {
      followed.clear();
      for (byte each : "caf\u00e9 \ud83d\ude00\nrest".getBytes(UTF_8)) {
        disk.say(pipe, new byte[] {each});
        log.pump(pipe, ALL, 0);
      }
      assertThat(followed).containsExactly("caf\u00e9 \ud83d\ude00");
      log.finish(pipe, 0);
      assertThat(followed).containsExactly("caf\u00e9 \ud83d\ude00", "rest");
    }
  }

  /// The daemon is killed at every single call in turn; the next one takes up the same pipe, the
  /// same files and the same journal, and the app goes on as if nothing had been.
  @Test
  void a_death_at_any_call_loses_nothing_and_repeats_nothing() {
    for (var kind : List.of("raw", "stamped", "json", "combined")) {
      for (long calls = 0; calls < 90; calls++) {
        surviveDeathAfter(calls, kind);
        assertThat(lines("/tmp/log")).as("%s, call %d", kind, calls).isEqualTo(said());
        if (kind.equals("combined")) {
          assertThat(lines("/tmp/both")).as("call %d", calls).isEqualTo(said());
        }
      }
    }
  }

  private void surviveDeathAfter(long calls, String kind) {
    List.of("/tmp/log", "/tmp/both", "/tmp/nowhere/held").forEach(disk::forget);
    pipe = disk.pipe();
    memory.entry = null;
    disk.callsToLive = calls;
    var pieces = List.of("line 0\nli", "ne ", "1\nline 2\n", "line 3", "\nline 4\n", "line 5");
    int next = 0;
    for (boolean over = false; !over; ) {
      var log = restarted(kind);
      try {
        log.recover(pipe, memory.entry, 0);
        memory.entry = null;
        while (next < pieces.size()) {
          disk.say(pipe, pieces.get(next++));
          log.pump(pipe, ALL, 0);
        }
        log.finish(pipe, 0);
        over = true;
      } catch (Disk.Death death) {
        disk.callsToLive = Long.MAX_VALUE;
      }
    }
    disk.callsToLive = Long.MAX_VALUE;
  }

  private static List<String> said() {
    return List.of("line 0", "line 1", "line 2", "line 3", "line 4", "line 5");
  }

  private StreamLog restarted(String kind) {
    files = files();
    return switch (kind) {
      case "raw" -> raw(file("/tmp/log"));
      case "stamped" -> log(AppSpec.LogType.RAW, STAMPED, file("/tmp/log"));
      case "json" -> log(AppSpec.LogType.JSON, STAMPED, file("/tmp/log"));
      default -> raw(file("/tmp/log"), file("/tmp/both"));
    };
  }

  private List<String> lines(String path) {
    return disk.text(path)
        .lines()
        .map(line -> line.replace("T: ", "").replaceAll("^.*message\":\"|\",\"timestamp.*$", ""))
        .toList();
  }
}
