package dev.reeve.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a follower still has to read when its daemon is gone: neither more nor less.
class LogMarksTest {
  @TempDir Path folder;
  private final LogMarks marks = new LogMarks();

  /// Two lines were there; the third was pushed.
  @BeforeEach
  void followed() throws IOException {
    write("1\n2\n");
    marks.set(file(), 4);
    write("3\n");
    marks.pushed(file());
  }

  private Path file() {
    return folder.resolve("a.log");
  }

  private void write(String text) throws IOException {
    Files.writeString(file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private Path rotate(String date) throws IOException {
    return Files.move(file(), folder.resolve("a__" + date + ".log"));
  }

  private static void compress(Path file) throws IOException {
    try (var out = new GZIPOutputStream(Files.newOutputStream(Path.of(file + ".gz")))) {
      Files.copy(file, out);
    }
    Files.setLastModifiedTime(Path.of(file + ".gz"), Files.getLastModifiedTime(file));
    Files.delete(file);
  }

  private List<String> rest() throws IOException {
    var lines = new ArrayList<String>();
    marks.rest(
        file(),
        Files.exists(file()) ? Files.size(file()) : 0,
        (bytes, from, to) -> lines.add(LineFilter.text(bytes, from, to)));
    return lines;
  }

  @Test
  void what_was_pushed_is_not_read_and_nothing_is_read_twice() throws Exception {
    write("4\n5\n");
    assertThat(rest()).containsExactly("4", "5");
    assertThat(rest()).isEmpty();
    write("6\n");
    assertThat(rest()).containsExactly("6");
  }

  @Test
  void a_rotation_in_between_loses_nothing() throws Exception {
    write("4\n");
    rotate("2026-03-01");
    write("5\n");
    rotate("2026-03-02");
    write("6\n");

    assertThat(rest()).containsExactly("4", "5", "6");
  }

  @Test
  void not_even_when_the_generation_has_been_compressed() throws Exception {
    write("4\n");
    var generation = rotate("2026-03-01");
    write("5\n");
    compress(generation);

    assertThat(rest()).containsExactly("4", "5");
  }

  @Test
  void a_mark_that_has_settled_is_right_too() throws Exception {
    write("4\n");
    rotate("2026-03-01");
    write("5\n6\n");
    marks.pushed(file());
    marks.pushed(file());
    marks.settle();
    compress(rotate("2026-03-02"));
    write("7\n");

    assertThat(rest()).containsExactly("6", "7");
  }

  @Test
  void a_file_that_was_emptied_is_read_from_its_start() throws Exception {
    Files.writeString(file(), "");
    write("4\n");
    assertThat(rest()).containsExactly("4");
    write("5\n");
    assertThat(rest()).containsExactly("5");
  }

  @Test
  void emptied_while_it_is_followed_it_has_nothing_that_was_not_pushed() throws Exception {
    Files.writeString(file(), "");
    write("4\n");
    marks.pushed(file());
    marks.settle();
    write("5\n");
    assertThat(rest()).containsExactly("5");
  }
}
