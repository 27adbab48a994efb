package dev.reeve.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Json;
import dev.reeve.model.StdStream;
import dev.reeve.os.Descriptors;
import dev.reeve.os.Errno;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreamLogTest {
  private static final String STAMPED = "[T]";

  private final Disk disk = new Disk();
  private final List<String> troubles = new ArrayList<>();
  private final LogFiles files = new LogFiles(disk, troubles::add);
  private final StreamLog.Page page = new StreamLog.Page();
  private final List<String> followed = new ArrayList<>();

  /// A disk in memory, that can be full.
  private static final class Disk implements Descriptors {
    final Map<String, ByteArrayOutputStream> files = new HashMap<>();
    final List<String> open = new ArrayList<>();
    long room = Long.MAX_VALUE;
    int closed;

    byte[] bytes(String path) {
      return files.getOrDefault(path, new ByteArrayOutputStream()).toByteArray();
    }

    String text(String path) {
      return files.getOrDefault(path, new ByteArrayOutputStream()).toString(UTF_8);
    }

    @Override
    public int read(int fd, byte[] into, int offset, int length) {
      return -Errno.EPERM;
    }

    @Override
    public int write(int fd, byte[] from, int offset, int length) {
      if (room == 0) {
        return -Errno.ENOSPC;
      }
      int some = (int) Math.min(room, length);
      room -= some;
      files
          .computeIfAbsent(open.get(fd), _ -> new ByteArrayOutputStream())
          .write(from, offset, some);
      return some;
    }

    @Override
    public int openAppend(String path) {
      open.add(path);
      return open.size() - 1;
    }

    @Override
    public long size(int fd) {
      return files.getOrDefault(open.get(fd), new ByteArrayOutputStream()).size();
    }

    @Override
    public int truncate(int fd) {
      files.remove(open.get(fd));
      return 0;
    }

    @Override
    public int close(int fd) {
      closed++;
      return 0;
    }
  }

  private StreamLog log(AppSpec.LogType type, @Nullable String format, @Nullable LogFile... to) {
    var source = new LineStyle.Source(3, "api", StdStream.OUT);
    var logs = new AppSpec.Logs(null, null, null, false, type, format);
    var outlet = new StreamLog.Outlet(page, () -> true, (text, _) -> followed.add(text));
    return new StreamLog(source, logs, Arrays.asList(to), outlet);
  }

  private static void feed(StreamLog log, String text) {
    var bytes = text.getBytes(UTF_8);
    log.accept(bytes, bytes.length, 0);
  }

  @Test
  void a_raw_stream_is_passed_on_byte_for_byte() {
    var log = log(AppSpec.LogType.RAW, null, files.use("/tmp/raw"));
    var bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    for (int at = 0; at < bytes.length; at += 10_000) {
      log.accept(Arrays.copyOfRange(bytes, at, at + 10_000), 10_000, 0);
    }
    log.finish(0);
    assertThat(disk.bytes("/tmp/raw")).isEqualTo(bytes);
  }

  @Test
  void each_line_is_stamped_once_wherever_the_chunks_end() {
    var text = "one\n\nthree, longer than eight bytes\nlast\n";
    for (int cut = 0; cut <= text.length(); cut++) {
      disk.files.clear();
      var log = log(AppSpec.LogType.RAW, STAMPED, files.use("/tmp/stamped"));
      feed(log, text.substring(0, cut));
      feed(log, text.substring(cut));
      log.finish(0);
      assertThat(disk.text("/tmp/stamped"))
          .as("cut at %d", cut)
          .isEqualTo("T: one\nT: \nT: three, longer than eight bytes\nT: last\n");
    }
  }

  @Test
  void a_stamped_line_without_an_end_gets_one_when_the_run_is_over() {
    var log = log(AppSpec.LogType.RAW, STAMPED, files.use("/tmp/stamped"));
    feed(log, "fatal");
    log.finish(0);
    assertThat(disk.text("/tmp/stamped")).isEqualTo("T: fatal\n");
  }

  @Test
  void streams_that_share_a_file_do_not_tear_each_others_lines() {
    var one = log(AppSpec.LogType.RAW, null, files.use("/tmp/shared"));
    var other = log(AppSpec.LogType.RAW, null, files.use("/tmp/shared"));
    feed(one, "aa");
    feed(other, "bb");
    feed(one, "aa\n");
    feed(other, "bb\n");
    assertThat(disk.text("/tmp/shared")).isEqualTo("aaaa\nbbbb\n");
  }

  @Test
  void a_combined_file_has_the_lines_of_its_own_files_too() {
    var log = log(AppSpec.LogType.RAW, null, files.use("/tmp/own"), files.use("/tmp/both"));
    feed(log, "line\n");
    assertThat(disk.text("/tmp/own")).isEqualTo("line\n").isEqualTo(disk.text("/tmp/both"));
  }

  @Test
  void a_json_log_has_one_record_a_line_whatever_the_line_holds() throws Json.Malformed {
    var log = log(AppSpec.LogType.JSON, null, files.use("/tmp/json"));
    feed(log, "say \"hi\"\n\t\u00e4\u0001");
    feed(log, "\ud83d\ude00\n");
    log.finish(0);
    var lines = disk.text("/tmp/json").lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(Json.parseObject(lines.getFirst()).text("message", "")).isEqualTo("say \"hi\"");
    var second = Json.parseObject(lines.getLast());
    assertThat(second.text("message", "")).isEqualTo("\t\u00e4\u0001\ud83d\ude00");
    assertThat(second.text("type", "")).isEqualTo("out");
    assertThat(second.number("process_id", -1)).isEqualTo(3);
    assertThat(second.text("app_name", "")).isEqualTo("api");
  }

  @Test
  void a_full_disk_is_counted_and_told_and_logging_goes_on_by_itself() {
    var file = Objects.requireNonNull(files.use("/tmp/full"));
    var log = log(AppSpec.LogType.RAW, null, file);
    feed(log, "before\n");
    disk.room = 3;
    feed(log, "lost line\n");
    feed(log, "lost too\n");
    disk.room = Long.MAX_VALUE;
    feed(log, "after\n");
    assertThat(file.droppedBytes()).isEqualTo("t line\nlost too\n".length() + 0L);
    assertThat(disk.text("/tmp/full"))
        .isEqualTo(
            "before\nlos\n[reeve] 16 bytes of output are missing here: "
                + "no space left on device\nafter\n");
    assertThat(troubles).hasSize(2);
  }

  @Test
  void a_run_goes_on_writing_to_a_file_that_its_app_has_given_up() {
    var file = Objects.requireNonNull(files.use("/tmp/old"));
    var log = log(AppSpec.LogType.RAW, null, file);
    feed(log, "before\n");
    files.release(file);
    feed(log, "bye\n");
    log.finish(0);
    assertThat(disk.text("/tmp/old")).isEqualTo("before\nbye\n");
    assertThat(disk.open).hasSize(1);
    assertThat(disk.closed).isEqualTo(1);
  }

  @Test
  void a_held_line_is_not_lost_when_its_file_is_no_longer_shared() {
    var one = log(AppSpec.LogType.RAW, null, files.use("/tmp/shared"));
    var other = files.use("/tmp/shared");
    feed(one, "held ");
    files.release(other);
    feed(one, "rest\n");
    assertThat(disk.text("/tmp/shared")).isEqualTo("held rest\n");
  }

  @Test
  void a_file_that_is_named_twice_gets_each_line_once() {
    var log = log(AppSpec.LogType.RAW, null, files.use("/tmp/same"), files.use("/tmp/same"));
    feed(log, "line\n");
    assertThat(disk.text("/tmp/same")).isEqualTo("line\n");
  }

  @Test
  void followers_get_whole_lines_decoded() {
    var log = log(AppSpec.LogType.RAW, null);
    var bytes = "caf\u00e9 \ud83d\ude00\nrest".getBytes(UTF_8);
    for (byte each : bytes) {
      log.accept(new byte[] {each}, 1, 0);
    }
    assertThat(followed).containsExactly("caf\u00e9 \ud83d\ude00");
    log.finish(0);
    assertThat(followed).containsExactly("caf\u00e9 \ud83d\ude00", "rest");
  }

  @Test
  void line_ends_are_found_wherever_they_are() {
    var random = new Random(7);
    for (int round = 0; round < 2000; round++) {
      var bytes = new byte[random.nextInt(40)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (random.nextInt(6) == 0 ? '\n' : random.nextInt(256));
      }
      int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
      int expected = from;
      while (expected < bytes.length && bytes[expected] != '\n') {
        expected++;
      }
      assertThat(Newlines.next(bytes, from, bytes.length)).isEqualTo(expected);
    }
  }
}
