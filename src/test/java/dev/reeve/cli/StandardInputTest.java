package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is sent to an app's standard input from the command line.
class StandardInputTest {
  @TempDir Path folder;

  @Test
  void a_line_goes_to_one_app() throws Exception {
    try (var console = new Console(folder).daemon(Usual::reply)) {
      var run = console.run("send", "0", "reload", "now");
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.err()).isEqualTo("[reeve] api[0] ✓\n");
      assertThat(console.asked()).contains(new Request.SendInput("reload now\n", List.of("0")));
      var short_ = console.run("send", "0");
      assertThat(short_.err()).contains("'send' takes an app and a line; usage: send <name|id>");
      assertThat(short_.exit()).isEqualTo(Exits.USAGE);
      assertThat(console.run("attach").exit()).isEqualTo(Exits.USAGE);
    }
  }

  @Test
  void what_was_not_taken_is_said() throws Exception {
    try (var console =
        new Console(folder)
            .daemon(request ->
                request instanceof Request.SendInput
                    ? new Reply.Done(List.of(Console.outcome(0, "api", false, "is full")))
                    : Usual.reply(request))) {
      var run = console.run("send", "api", "x");
      assertThat(run.exit()).isEqualTo(Exits.FAILED);
      assertThat(run.err()).contains("api[0] ✗ is full");
    }
  }
}
