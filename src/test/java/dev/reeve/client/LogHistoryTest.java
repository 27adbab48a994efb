package dev.reeve.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.AppSpec;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The past of a log file: its own lines, and those of its generations.
class LogHistoryTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  private Path active() {
    return folder.resolve("api-out.log");
  }

  /// A generation that was last written to so many minutes after noon.
  private Path generation(String date, String ending, int minutes, String text) throws IOException {
    var file = folder.resolve("api-out__" + date + ".log" + ending);
    try (var out = stored(Files.newOutputStream(file), ending)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    Files.setLastModifiedTime(file, FileTime.from(NOON.plusSeconds(60L * minutes)));
    return file;
  }

  private static OutputStream stored(OutputStream to, String ending) throws IOException {
    return switch (ending) {
      case ".gz" -> new GZIPOutputStream(to);
      case ".zst" -> new ZstdOutputStream(to);
      default -> to;
    };
  }

  private List<String> last(int count) throws IOException {
    return last(active(), Files.size(active()), count, LineFilter.ALL);
  }

  private static List<String> last(Path file, long size, int count, LineFilter filter)
      throws IOException {
    var lines = new ArrayList<String>();
    try (var history = new LogHistory(file, size, filter)) {
      history.last(count, (bytes, from, to) -> lines.add(LineFilter.text(bytes, from, to)));
    }
    return lines;
  }

  private List<String> since(Instant moment, @Nullable LineTimes times, LineFilter filter)
      throws IOException {
    var lines = new ArrayList<String>();
    try (var history = new LogHistory(active(), Files.size(active()), filter)) {
      history.since(
          moment.toEpochMilli(),
          times,
          (bytes, from, to) -> lines.add(LineFilter.text(bytes, from, to)));
    }
    return lines;
  }

  private static LineTimes stamped() {
    var raw = AppSpec.LogType.RAW;
    return LineTimes.of(new AppSpec.Logs(null, null, null, true, raw, "YYYY-MM-DD HH:mm:ss.SSS Z"))
        .orElseThrow();
  }

  @Test
  void it_goes_back_over_blocks_to_any_line() throws Exception {
    var text = new StringBuilder();
    for (int i = 0; i < 400_000; i++) {
      text.append("line ").append(i).append('\n');
    }
    Files.writeString(active(), text);
    long size = Files.size(active());

    assertThat(last(1)).containsExactly("line 399999");
    assertThat(last(200_000)).hasSize(200_000).startsWith("line 200000").endsWith("line 399999");
    assertThat(last(999_999)).hasSize(400_000).startsWith("line 0").doesNotHaveDuplicates();
    assertThat(last(active(), size - 7, 1, LineFilter.ALL)).containsExactly("line ");
    assertThat(last(active(), 0, 5, LineFilter.ALL)).isEmpty();
  }

  @Test
  void the_last_whole_lines_before_a_size_are_read() throws Exception {
    Files.writeString(active(), "one\ntwo\nthree\nlater\n");
    assertThat(last(active(), 14, 2, LineFilter.ALL)).containsExactly("two", "three");
    assertThat(last(active(), 14, 9, LineFilter.ALL)).containsExactly("one", "two", "three");

    Files.writeString(active(), "日本語 number\n".repeat(10_000));
    assertThat(last(20)).hasSize(20).allMatch(line -> line.equals("日本語 number"));
    Files.writeString(active(), "x".repeat(90_000) + "\nend\n");
    assertThat(last(2)).containsExactly("x".repeat(90_000), "end");
  }

  @Test
  void it_goes_on_in_generations_however_they_are_stored() throws Exception {
    generation("2026-03-01_00-00-00", ".zst", 1, "1\n2\n");
    generation("2026-03-02_00-00-00", ".gz", 2, "3\n4\n");
    generation("2026-03-03_00-00-00", "", 3, "5\n");
    generation("2026-03-03_00-00-00.1", "", 3, "6\n");
    Files.writeString(folder.resolve("api-out__worker.log"), "another's\n");
    Files.writeString(active(), "7\n8");

    assertThat(last(3)).containsExactly("6", "7", "8");
    assertThat(last(5)).containsExactly("4", "5", "6", "7", "8");
    assertThat(last(99)).containsExactly("1", "2", "3", "4", "5", "6", "7", "8");
  }

  @Test
  void a_generation_that_is_being_compressed_is_read_once() throws Exception {
    var whole = generation("2026-03-01_00-00-00", "", 1, "1\n2\n");
    generation("2026-03-01_00-00-00", ".gz", 1, "1\n");
    Files.writeString(active(), "3\n");

    assertThat(last(99)).containsExactly("1", "2", "3");
    Files.delete(whole);
    assertThat(last(99)).containsExactly("1", "3");
  }

  @Test
  void a_generation_that_is_torn_ends_where_it_is_torn() throws Exception {
    var file = generation("2026-03-01_00-00-00", ".gz", 1, "1\n".repeat(9));
    var bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 8));
    Files.writeString(active(), "2\n");

    assertThat(last(99)).endsWith("2");
  }

  @Test
  void a_file_that_was_rotated_meanwhile_is_the_newest_generation() throws Exception {
    generation("2026-03-01_00-00-00", "", 1, "1\n2\nlater\n");
    Files.writeString(active(), "");

    assertThat(last(active(), 4, 99, LineFilter.ALL)).containsExactly("1", "2");
    Files.delete(active());
    assertThat(last(active(), 0, 99, LineFilter.ALL)).containsExactly("1", "2", "later");
  }

  @Test
  void bytes_pass_as_they_are() throws Exception {
    byte[] odd = {'a', '\r', '\n', (byte) 0xff, (byte) 0xc3, '\n', '\n', 0, 'z'};
    Files.write(active(), odd);
    var bytes = new ByteArrayOutputStream();
    try (var history = new LogHistory(active(), odd.length, LineFilter.ALL)) {
      history.last(
          9,
          (line, from, to) -> {
            bytes.write(line, from, to - from);
            bytes.write('\n');
          });
    }

    assertThat(bytes.toByteArray()).startsWith(odd).hasSize(odd.length + 1);
    assertThat(last(9)).startsWith("a").endsWith("\0z");
  }

  @Test
  void a_line_of_megabytes_is_one_line_and_one_without_an_end_is_cut() throws Exception {
    var megabytes = "x".repeat(3 << 20);
    Files.writeString(active(), "a\n" + megabytes + "\nb\n");
    assertThat(last(2)).containsExactly(megabytes, "b");
    Files.writeString(active(), "y".repeat(20 << 20));
    assertThat(last(9)).hasSize(3).allMatch(line -> line.length() <= 8 << 20);
  }

  @Test
  void the_last_lines_that_match_are_found_wherever_they_are() throws Exception {
    generation("2026-03-01_00-00-00", ".gz", 1, "hit 1\nmiss\nhit 2\n");
    Files.writeString(active(), "miss\n".repeat(50_000) + "hit 3\n" + "miss\n".repeat(50_000));
    var hits = LineFilter.of(Pattern.compile("hit [0-9]"));

    assertThat(last(active(), Files.size(active()), 2, hits)).containsExactly("hit 2", "hit 3");
  }

  @Test
  void since_a_moment_by_the_stamps_of_lines() throws Exception {
    generation("2026-03-01_00-00-00", "", 1, stamps(0, 60));
    generation("2026-03-02_00-00-00", ".gz", 2, stamps(60, 120));
    Files.writeString(active(), stamps(120, 20_000));

    var all = since(NOON.plusSeconds(90), stamped(), LineFilter.ALL);
    assertThat(all).hasSize(20_000 - 90).first().asString().endsWith(": 90");
    for (int second : new int[] {120, 121, 7_777, 19_999}) {
      assertThat(since(NOON.plusSeconds(second), stamped(), LineFilter.ALL))
          .hasSize(20_000 - second)
          .first()
          .asString()
          .endsWith(": " + second);
    }
    var seven = LineFilter.of(Pattern.compile("77$"));
    assertThat(since(NOON.plusSeconds(90), stamped(), seven)).hasSize(199);
    assertThat(since(NOON.plusSeconds(20_000), stamped(), LineFilter.ALL)).isEmpty();
  }

  /// A line a second from noon on.
  private static String stamps(int from, int to) {
    var text = new StringBuilder();
    for (int i = from; i < to; i++) {
      var time = NOON.plusSeconds(i).toString().replace('T', ' ').replace("Z", "");
      text.append(time).append(".000 +00:00: ").append(i).append('\n');
    }
    return text.toString();
  }

  @Test
  void since_a_moment_by_the_time_of_files_where_lines_have_none() throws Exception {
    generation("2026-03-01_00-00-00", "", 1, "1\n");
    generation("2026-03-02_00-00-00", ".gz", 2, "2\n");
    Files.writeString(active(), "3\n");

    assertThat(since(NOON.plusSeconds(90), null, LineFilter.ALL)).containsExactly("2", "3");
  }
}
