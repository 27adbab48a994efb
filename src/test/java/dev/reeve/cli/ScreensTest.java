package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.golden.Golden;
import dev.reeve.model.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What people see of `list` and `describe`.
class ScreensTest {
  @TempDir Path folder;

  @Test
  void the_list_fits_the_terminal() throws Exception {
    var views =
        List.of(
            Console.view(0, "nanoclaw", Status.ONLINE, null),
            Console.view(1, "oracle-v2", Status.WAITING_RESTART, "exit code 1, again in 3 s"),
            Console.view(2, "日本語のサービス", Status.ERRORED, "16 unstable runs in a row"),
            Console.view(3, "worker", Status.STOPPED, null));
    var all = new StringBuilder();
    try (var console = new Console(folder).daemon(_ -> new Reply.Views(views))) {
      for (int room : new int[] {0, 120, 80, 50}) {
        all.append("--- ").append(room).append('\n').append(console.columns(room).run("ls").out());
      }
      all.append("--- -m\n").append(console.run("-m", "ls").out());
    }
    Golden.check("cli/list.txt", all.toString());
  }

  @Test
  void the_list_is_sorted_as_asked() throws Exception {
    var views =
        List.of(
            Console.view(0, "b", Status.STOPPED, null),
            Console.view(1, "a", Status.ONLINE, null),
            Console.view(2, "c", Status.ONLINE, null));
    try (var console = new Console(folder).daemon(_ -> new Reply.Views(views))) {
      assertThat(names(console, "ls")).isEqualTo("a b c");
      assertThat(names(console, "ls", "--sort", "name:desc")).isEqualTo("c b a");
      assertThat(names(console, "ls", "--sort=pid")).isEqualTo("b a c");
      assertThat(names(console, "ls", "--sort", "memory:desc")).isEqualTo("a c b");
      assertThat(names(console, "ls", "--sort", "restarts:asc")).isEqualTo("b a c");
      assertThat(console.run("ls", "--sort", "memry"))
          .isEqualTo(
              new Console.Run(
                  2,
                  "",
                  "[reeve][ERROR] --sort: there is no column 'memry'; did you mean 'memory'?\n"));
      assertThat(console.run("ls", "--sort", "cpu:up").exit()).isEqualTo(2);
    }
  }

  private static String names(Console console, String... words) {
    var all = new String[words.length + 1];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "-m";
    return console
        .run(all)
        .out()
        .lines()
        .filter(line -> line.startsWith("+--- "))
        .map(line -> line.substring(5))
        .collect(Collectors.joining(" "));
  }

  @Test
  void describe_fits_the_terminal_and_loses_nothing() throws Exception {
    var details = List.of(Console.detail(Console.view(0, "nanoclaw", Status.ONLINE, "not ready")));
    var all = new StringBuilder();
    try (var console = new Console(folder).daemon(_ -> new Reply.Details(details))) {
      for (int room : new int[] {120, 80}) {
        all.append("--- ").append(room).append('\n');
        all.append(console.columns(room).run("describe", "nanoclaw").out());
      }
    }
    Golden.check("cli/describe.txt", all.toString());
  }

  @Test
  void colours_are_off_when_asked_and_on_on_a_terminal() throws Exception {
    var views = List.of(Console.view(0, "api", Status.ONLINE, null));
    try (var console = new Console(folder).colours().daemon(_ -> new Reply.Views(views))) {
      assertThat(console.run("ls").out()).contains("\u001b[32m\u001b[1monline");
      assertThat(console.run("ls", "--no-color").out()).doesNotContain("\u001b");
    }
  }

  @Test
  void help_is_there_for_every_command_and_every_option_of_it() {
    var console = new Console(folder);
    var all = new StringBuilder(console.run("help").out());
    assertThat(console.run().out()).isEqualTo(all.toString());
    for (var command : CommandTable.all()) {
      var help = console.run("help", command.name());
      assertThat(console.run(command.name(), "-h").exit()).isZero();
      assertThat(help.exit()).isZero();
      assertThat(help.err()).isEmpty();
      assertThat(help.out()).contains(command.help()).contains("examples:");
      for (var option : command.options()) {
        assertThat(help.out()).contains("--" + option.flags().getFirst().name());
      }
      all.append("--- ").append(command.name()).append('\n').append(help.out());
    }
    Golden.check("cli/help.txt", all.toString());
  }
}
