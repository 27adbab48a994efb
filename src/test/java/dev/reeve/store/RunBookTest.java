package dev.reeve.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunBookTest {
  private static final String ORIGIN = "boot machine home";
  private static final int COPY_BYTES = 320;

  @TempDir Path folder;

  private Path file() {
    return folder.resolve("runs");
  }

  private static RunBook.Page page(int id, int pid) {
    var run = new RunBook.Run(pid, 10L + pid, 20, 30, 40, 50);
    var counts = new RunBook.Counts(pid, 2, 3);
    return new RunBook.Page(id, "RUNNING", "UP", "mark" + pid, run, counts, 60, 70, "why");
  }

  /// Each instance is noted twice: as it was, and as it is.
  private RunBook book(int instances) throws IOException {
    var book = RunBook.begin(file(), ORIGIN);
    for (int id = 0; id < instances; id++) {
      int page = book.take();
      book.write(page, page(id, 100 + id));
      book.write(page, page(id, 200 + id));
    }
    book.replaceOld();
    return book;
  }

  @Test
  void what_was_noted_last_is_read() throws Exception {
    book(40);
    var content = RunBook.read(file());
    assertThat(content.origin()).isEqualTo(ORIGIN);
    assertThat(content.pages()).hasSize(40).contains(page(0, 200), page(39, 239));
    assertThat(content.whole()).isTrue();
  }

  @Test
  void any_byte_that_is_torn_costs_one_page_its_last_step_and_no_other_anything() throws Exception {
    book(3);
    var whole = Files.readAllBytes(file());
    var all = List.of(page(0, 200), page(1, 201), page(2, 202));
    for (int at = 0; at < whole.length; at++) {
      var torn = whole.clone();
      torn[at] ^= 0x55;
      Files.write(file(), torn);
      var content = RunBook.read(file());
      assertThat(content.origin()).as("byte " + at).isEqualTo(ORIGIN);
      assertThat(content.pages()).as("byte " + at).hasSize(3);
      var others = content.pages().stream().filter(page -> !all.contains(page)).toList();
      assertThat(others).as("byte " + at).hasSizeLessThanOrEqualTo(1);
      others.forEach(page -> assertThat(page).isEqualTo(page(page.id(), 100 + page.id())));
    }
  }

  @Test
  void a_page_that_was_written_in_part_is_as_it_was_before() throws Exception {
    var book = book(1);
    var before = Files.readAllBytes(file());
    book.write(0, page(0, 300));
    var after = Files.readAllBytes(file());
    int from = Arrays.mismatch(before, after) / COPY_BYTES * COPY_BYTES;
    for (int length = 0; length < COPY_BYTES; length++) {
      var torn = before.clone();
      System.arraycopy(after, from, torn, from, length);
      Files.write(file(), torn);
      assertThat(RunBook.read(file()).pages())
          .as("%d bytes of it", length)
          .isSubsetOf(page(0, 200), page(0, 300))
          .hasSize(1);
    }
  }

  @Test
  void whatever_a_file_holds_is_read_as_far_as_it_goes() throws Exception {
    book(3);
    var whole = Files.readAllBytes(file());
    var random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      var bytes = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int i = 0; i < random.nextInt(40) && bytes.length > 0; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(file(), bytes);
      assertThat(RunBook.read(file()).pages()).hasSizeLessThanOrEqualTo(3);
    }
    Files.write(file(), new byte[0]);
    assertThat(RunBook.read(file()).origin()).isNull();
  }

  @Test
  void an_instance_that_is_gone_is_told_as_gone_until_its_number_is_used_again() throws Exception {
    var book = book(2);
    book.free(0, 0);
    assertThat(RunBook.read(file()).pages()).containsExactly(page(1, 201));
    assertThat(RunBook.read(file()).gone()).containsExactly(0);
    assertThat(book.take()).isZero();
    book.write(0, page(0, 400));
    assertThat(RunBook.read(file()).gone()).isEmpty();
  }

  @Test
  void a_note_holds_from_its_beginning_to_its_end() throws Exception {
    var book = book(1);
    var body = ByteBuffer.allocate(RunBook.NOTE_BYTES).putInt(0, 1).putLong(24, 42);
    book.note(body);
    assertThat(RunBook.read(file()).note().getLong(24)).isEqualTo(42);
    book.endNote();
    assertThat(RunBook.read(file()).note().getInt(0)).isZero();
  }
}
