package dev.reeve.monit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The end of a log file.
class LogTailTest {
  @TempDir Path folder;

  @Test
  void the_last_whole_lines_before_a_size_are_read() throws Exception {
    var file = Files.writeString(folder.resolve("a.log"), "one\ntwo\nthree\nlater\n");
    assertThat(LogTail.last(file, 14, 2)).containsExactly("two", "three");
    assertThat(LogTail.last(file, 14, 9)).containsExactly("one", "two", "three");
    assertThat(LogTail.last(file, 0, 9)).isEmpty();
  }

  @Test
  void of_a_long_file_little_is_read_and_no_half_line() throws Exception {
    var file = Files.writeString(folder.resolve("a.log"), "日本語 number\n".repeat(10_000));
    assertThat(LogTail.last(file, Files.size(file), 20))
        .hasSize(20)
        .allMatch(line -> line.equals("日本語 number"));
    var wide = Files.writeString(folder.resolve("b.log"), "x".repeat(9000) + "\nend\n");
    assertThat(LogTail.last(wide, Files.size(wide), 2)).containsExactly("end");
  }
}
