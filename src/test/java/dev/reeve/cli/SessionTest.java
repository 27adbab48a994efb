package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Request;
import dev.reeve.fake.FakeDaemon;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A command's conversation with a daemon that may become another one meanwhile.
class SessionTest {
  @TempDir Path folder;

  @Test
  void the_list_after_a_command_is_asked_of_the_version_that_the_daemon_has_become()
      throws Exception {
    var lists = new AtomicInteger();
    try (var console =
        new Console(folder)
            .story(request ->
                request instanceof Request.Listing && lists.incrementAndGet() == 1
                    ? new FakeDaemon.Turn(List.of(), null, List.of(), true)
                    : FakeDaemon.Turn.of(Usual.reply(request)))) {
      var run = console.run("stop", "api");
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.out()).startsWith("┌");
      assertThat(console.asked()).filteredOn(Request.Stop.class::isInstance).hasSize(1);
    }
  }

  @Test
  void a_daemon_that_hangs_up_again_and_again_is_told() throws Exception {
    try (var console =
        new Console(folder)
            .story(request ->
                request instanceof Request.Listing
                    ? new FakeDaemon.Turn(List.of(), null, List.of(), true)
                    : FakeDaemon.Turn.of(Usual.reply(request)))) {
      var run = console.run("stop", "api");
      assertThat(run.exit()).isEqualTo(Exits.FAILED);
      assertThat(run.err()).contains("the daemon closed the connection without an answer");
    }
  }

  @Test
  void a_daemon_that_was_ended_meanwhile_is_not_started_for_its_list() throws Exception {
    try (var console = new Console(folder)) {
      console.story(request -> {
        boolean last = request instanceof Request.Listing;
        if (last) {
          assertThat(console.home().socket().toFile().delete()).isTrue();
        }
        return last
            ? new FakeDaemon.Turn(List.of(), null, List.of(), true)
            : FakeDaemon.Turn.of(Usual.reply(request));
      });
      var run = console.run("stop", "api");
      assertThat(run.exit()).isEqualTo(Exits.FAILED);
      assertThat(run.err())
          .contains("the daemon closed the connection without an answer")
          .doesNotContain("starting one");
    }
  }
}
