package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.model.AppSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadTest {
  @TempDir Path folder;

  private Console console(Reply reply) throws Exception {
    return new Console(Files.createTempDirectory(folder, "c"))
        .daemon(request -> request instanceof Request.Listing ? new Reply.Views(List.of()) : reply);
  }

  private static Reply done(boolean ok, String message) {
    return new Reply.Done(List.of(Console.outcome(0, "api", ok, message)));
  }

  private static @Nullable Request first(Console console) {
    return console.asked().stream()
        .filter(each -> !(each instanceof Request.Listing))
        .findFirst()
        .orElse(null);
  }

  @Test
  void names_are_reloaded_as_they_are_some_at_a_time() throws Exception {
    try (var console = console(done(true, "pid 7"))) {
      assertThat(console.run("reload", "api", "--parallel", "3").exit()).isZero();
      assertThat(first(console)).isEqualTo(new Request.Reload(List.of("api"), null, 3));
    }
  }

  @Test
  void a_file_brings_its_specs_under_either_name() throws Exception {
    Files.writeString(folder.resolve("app.js"), "");
    var file =
        Files.writeString(
            folder.resolve("a.config.js"), "module.exports = {name: 'x', script: 'app.js'}");
    for (var word : List.of("reload", "startOrReload", "startOrGracefulReload")) {
      try (var console = console(done(true, "pid 7"))) {
        assertThat(console.run(word, file.toString()).exit()).isZero();
        assertThat(first(console))
            .isInstanceOfSatisfying(
                Request.Rollout.class,
                rollout ->
                    assertThat(rollout.specs()).extracting(AppSpec::name).containsExactly("x"));
      }
    }
  }

  @Test
  void what_did_not_come_up_is_said_and_the_exit_code_is_1() throws Exception {
    try (var console = console(done(false, "exit code 3, the old run stays\n  boom"))) {
      var run = console.run("reload", "api");
      assertThat(run.exit()).isEqualTo(Exits.FAILED);
      assertThat(run.err()).contains("exit code 3, the old run stays").contains("  boom");
    }
  }

  @Test
  void a_number_of_instances_is_passed_on_as_it_is_written() throws Exception {
    for (var amount : List.of("4", "+2", "-1")) {
      try (var console = console(done(true, ""))) {
        assertThat(console.run("scale", "api", amount).exit()).isZero();
        assertThat(first(console)).isEqualTo(new Request.Scale("api", amount));
      }
    }
    try (var console = console(done(true, ""))) {
      assertThat(console.run("scale", "api").err()).contains("the name of an app and a number");
    }
  }
}
