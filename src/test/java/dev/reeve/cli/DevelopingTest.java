package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Request;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Hook;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `dev` makes of apps.
class DevelopingTest {
  @TempDir Path folder;

  private AppSpec spec(String... words) throws Exception {
    try (var console = new Console(Files.createTempDirectory(folder, "c")).daemon(Usual::reply)) {
      console.file("app.js", "");
      console.file(
          "app.json",
          "{'name': 'api', 'script': 'app.js', 'watch': ['src'], 'ignore_watch': ['tmp'],"
              + " 'hooks': {'post_start': 'true', 'on_crash': 'true'}}");
      assertThat(console.run(words).exit()).isZero();
      return console.asked().stream()
          .filter(Request.Start.class::isInstance)
          .map(each -> ((Request.Start) each).specs().getFirst())
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  void an_app_is_watched_whatever_it_says() throws Exception {
    var watch = spec("dev", "app.js").care().renewal().watch();
    assertThat(watch.on()).isTrue();
    assertThat(watch.paths()).isEmpty();
    assertThat(watch.ignored()).isEmpty();
  }

  @Test
  void what_its_file_says_holds_and_more_may_be_ignored() throws Exception {
    var care = spec("dev", "app.json", "--ignore", "logs, *.md").care();
    assertThat(care.renewal().watch().paths()).containsExactly("src");
    assertThat(care.renewal().watch().ignored()).containsExactly("tmp", "logs", "*.md");
    assertThat(care.hooks()).containsOnlyKeys(Hook.When.POST_START, Hook.When.ON_CRASH);
  }

  @Test
  void what_the_command_after_a_restart_writes_may_be_hidden() throws Exception {
    var shown = spec("dev", "app.json", "--post-exec", "echo a # b");
    assertThat(written(shown, "1")).isEqualTo("a\n");
    assertThat(written(shown, "0")).isEmpty();
    var hidden = spec("dev", "app.js", "--post-exec", "echo a; exit 3", "--silent-exec");
    assertThat(written(hidden, "1")).isEmpty();
  }

  private static String written(AppSpec spec, String restarts) throws Exception {
    var hook = spec.care().hooks().get(Hook.When.POST_START);
    if (hook == null) {
      throw new AssertionError("no hook in " + spec);
    }
    var builder = new ProcessBuilder(hook.command());
    builder.environment().putAll(Map.of("REEVE_RESTARTS", restarts));
    var process = builder.start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isIn(List.of(0, 3));
    return text;
  }

  @Test
  void options_without_meaning_are_taken() throws Exception {
    assertThat(spec("dev", "--test-mode", "app.js").name()).isEqualTo("app");
  }
}
