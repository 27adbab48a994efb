package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.model.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a shell is told when the key for completion is pressed.
class CompletionTest {
  private static final List<String> APPS = List.of("api", "api:two", "worker");

  @TempDir Path folder;

  private Console console() throws Exception {
    return new Console(folder)
        .daemon(request -> {
          assertThat(request).isInstanceOf(Request.Listing.class);
          var views = new ArrayList<dev.reeve.model.InstanceView>();
          APPS.forEach(name -> views.add(Console.view(views.size(), name, Status.ONLINE, null)));
          return new Reply.Views(views);
        });
  }

  private static List<String> offered(Console console, String... typed) {
    var words = new ArrayList<>(List.of("completion", "bash", "--", "reeve"));
    words.addAll(List.of(typed));
    var run = console.run(words.toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    return run.out().lines().toList();
  }

  @Test
  void commands_options_and_apps_are_offered_where_they_may_stand() throws Exception {
    try (var console = console()) {
      assertThat(offered(console, "resta")).containsExactly("restart");
      assertThat(offered(console, "")).contains("start", "ls", "completion").doesNotContain("all");
      assertThat(offered(console, "stop", ""))
          .containsExactly("api", "api:two", "worker", "all", ":files");
      assertThat(offered(console, "-s", "restart", "w")).containsExactly("worker", ":files");
      assertThat(offered(console, "scale", "api")).containsExactly("api", "api:two");
      assertThat(offered(console, "scale", "api", "")).isEmpty();
      assertThat(offered(console, "sendSignal", "SIGU")).containsExactly("SIGUSR1", "SIGUSR2");
      assertThat(offered(console, "sendSignal", "SIGUSR1", "wo")).containsExactly("worker");
      assertThat(offered(console, "start", "--max-mem")).containsExactly("--max-memory-restart");
      assertThat(offered(console, "ls", "--")).contains("--sort").doesNotContain("--name");
      assertThat(offered(console, "ls", "--sort", "me")).containsExactly("memory");
      assertThat(offered(console, "start", "--only", "wo")).containsExactly("worker");
      assertThat(offered(console, "start", "a.js", "--cwd", "")).containsExactly(":files");
      assertThat(offered(console, "start", "a.js", "--", "-")).containsExactly(":files");
      assertThat(offered(console, "help", "dele")).containsExactly("delete");
      assertThat(offered(console, "nonsense", "")).isEmpty();
    }
  }

  @Test
  void the_script_of_pm2_is_answered_in_plain_words() throws Exception {
    try (var console = console().program("pm2")) {
      console.env("COMP_LINE", "pm2 stop api:t --force").env("COMP_POINT", "14");
      var run = console.run("completion", "--", "pm2", "stop", "api", ":", "t");
      assertThat(run.out()).isEqualTo("api:two\n");
    }
  }

  @Test
  void what_a_word_means_is_told_to_shells_that_show_it() throws Exception {
    try (var console = console()) {
      assertThat(console.run("completion", "fish", "--", "reeve", "id", "api:").out())
          .isEqualTo("api:two\tapp\n");
      assertThat(console.run("completion", "zsh", "--", "reeve", "id", "api:").out())
          .isEqualTo("api\\:two:app\n");
    }
  }

  @Test
  void without_a_daemon_none_is_started_and_no_app_is_offered() throws Exception {
    try (var console = new Console(folder)) {
      assertThat(offered(console, "describe", "")).containsExactly("all");
      assertThat(console.home().socket()).doesNotExist();
    }
  }

  @Test
  void it_is_installed_once_for_the_shell_in_use() throws Exception {
    try (var console = new Console(folder)) {
      console.env("SHELL", "/usr/bin/zsh").file(".zshrc", "# mine");
      assertThat(console.run("completion", "install").err()).contains(".zshrc; open a new shell");
      assertThat(console.run("completion", "install").err()).contains(".zshrc already");
      assertThat(Files.readString(folder.resolve(".zshrc")))
          .startsWith("# mine\n###-begin-reeve-completion-###\n")
          .containsOnlyOnce("compdef _reeve_completion reeve");
      console.env("SHELL", "/bin/fish").program("pm2");
      assertThat(console.run("completion", "install").exit()).isZero();
      assertThat(Files.readString(folder.resolve(".config/fish/completions/pm2.fish")))
          .contains("complete -c pm2 -f");
      console.env("SHELL", "/bin/dash");
      assertThat(console.run("completion").out()).contains("complete -F _pm2_completion pm2");
      assertThat(console.run("completion", "tcsh").err())
          .contains("no completion for 'tcsh'; write bash, zsh, fish or install");
      assertThat(console.run("completion", "tcsh").exit()).isEqualTo(Exits.USAGE);
    }
  }
}
