package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands of PM2 that write to an app's standard input, which is closed here.
class StandardInputTest {
  @TempDir Path folder;

  @Test
  void what_writes_to_standard_input_is_refused_with_what_reaches_an_app() throws Exception {
    try (var console = new Console(folder)) {
      for (var words : List.of(List.of("send", "0", "a line"), List.of("attach", "0"))) {
        var run = console.run(words.toArray(String[]::new));
        assertThat(run.err())
            .contains("'" + words.getFirst() + "' is for the standard input of an app")
            .contains("'trigger' and 'sendSignal' reach an app")
            .hasLineCount(1);
        assertThat(run.exit()).isEqualTo(Exits.FAILED);
        assertThat(run.out()).isEmpty();
      }
    }
  }
}
