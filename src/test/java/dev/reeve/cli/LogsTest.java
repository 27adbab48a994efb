package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.fake.FakeDaemon;
import dev.reeve.model.InstanceId;
import dev.reeve.model.StdStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// History from the files, then lines from the daemon.
class LogsTest {
  private static final List<String> ALL = List.of("all");

  @TempDir Path folder;

  @Test
  void logs_prints_history_then_lines_as_they_come() throws Exception {
    var out = Files.writeString(folder.resolve("api-out.log"), "one\ntwo\nthree\nhalf");
    var positions =
        List.of(
            new Reply.LogPosition(new InstanceId(0), "api", StdStream.OUT, out.toString(), 14),
            new Reply.LogPosition(new InstanceId(1), "api", StdStream.OUT, out.toString(), 14),
            new Reply.LogPosition(new InstanceId(0), "api", StdStream.ERR, "/nonexistent", 0));
    var live =
        List.<Push>of(
            new Push.Line(new InstanceId(0), "api", StdStream.OUT, "half a line", 0),
            new Push.Dropped(7));
    try (var console =
        new Console(folder)
            .story(
                _ -> new FakeDaemon.Turn(List.of(), new Reply.Following(positions), live, true))) {
      var run = console.run("logs", "api", "--lines", "2");

      assertThat(run.exit()).isZero();
      assertThat(run.out())
          .isEqualTo("0|api      | two\n0|api      | three\n0|api      | half a line\n");
      assertThat(run.err())
          .contains("[reeve] up to 2 lines of history a file for api")
          .contains("[7 lines dropped: they are in the log files]");
      assertThat(console.run("logs", "--raw", "--nostream", "--lines", "1").out())
          .isEqualTo("three\n");
      console.run("logs", "--err", "--nostream");
      console.run("logs", "--out", "--nostream");
      assertThat(console.asked())
          .contains(new Request.Follow(ALL, EnumSet.of(StdStream.ERR)))
          .contains(new Request.Follow(ALL, EnumSet.of(StdStream.OUT)));
    }
  }

  @Test
  void history_reads_backwards_over_blocks() throws Exception {
    var text = new StringBuilder();
    for (int i = 0; i < 40_000; i++) {
      text.append("line ").append(i).append('\n');
    }
    var file = Files.writeString(folder.resolve("long.log"), text);
    long size = Files.size(file);

    assertThat(LogHistory.last(file, size, 1)).containsExactly("line 39999");
    assertThat(LogHistory.last(file, size, 20_000)).hasSize(20_000).first().isEqualTo("line 20000");
    assertThat(LogHistory.last(file, size, 99_999)).hasSize(40_000);
    assertThat(LogHistory.last(file, 0, 5)).isEmpty();
  }
}
