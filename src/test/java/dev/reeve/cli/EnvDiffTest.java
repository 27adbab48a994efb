package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.config.ConfigLoader;
import dev.reeve.config.Flags;
import dev.reeve.config.Surroundings;
import dev.reeve.fake.Shown;
import dev.reeve.model.AppSpec;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.Status;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `env --diff`: what would be new, go, and change.
class EnvDiffTest {
  @TempDir Path folder;

  private Reply reply(Request request, AppSpec... specs) {
    return request instanceof Request.Describe(var targets)
        ? new Reply.Details(
            List.of(specs).stream()
                .filter(spec -> targets.contains("all") || targets.contains(spec.name()))
                .map(EnvDiffTest::detail)
                .toList())
        : Usual.reply(request);
  }

  static InstanceDetail detail(AppSpec spec) {
    var shown = Console.detail(Shown.view(0, spec.name(), Status.ONLINE, null));
    return new InstanceDetail(
        shown.view(),
        spec,
        shown.files(),
        spec.environment().merged(),
        null,
        List.of(),
        0,
        0,
        shown.telemetry(),
        null,
        shown.care());
  }

  @Test
  void a_difference_is_what_the_next_start_would_change() throws Exception {
    try (var console = new Console(folder)) {
      console.file("app.js", "").file(".env", "A=1\nKEPT=k\n");
      console.file(
          "app.json",
          "{name: 'api', script: 'app.js', env_file: '.env', filter_env: true, env: {OWN: '1'}}");
      var caller = Map.of("PATH", System.getenv("PATH"), "HOME", "/old", "SHELL", "sh");
      var around =
          new Surroundings(
              caller, console.home(), folder, InputStream.nullInputStream(), 1, folder);
      var old = new ConfigLoader(around).load("app.json", Flags.NONE).specs().getFirst();
      console.daemon(request -> reply(request, old));

      console.file(".env", "A=2\nB=new\nKEPT=k\n");
      assertThat(console.run("env", "api", "--diff").out().lines())
          .containsExactly(
              "api:", "  ~ A: 1 → 2", "  + B: new", "  ~ HOME: /old → " + folder, "  - SHELL: sh");

      console.file(".env", "A=1\nKEPT=k\n").env("HOME", "/old").env("SHELL", "sh");
      assertThat(console.run("env", "api", "--diff").out())
          .isEqualTo("api: nothing would change\n");

      console.file(
          "app.json",
          "{name: 'api', script: 'app.js', filter_env: true, env: {OWN: '2'}, env_x: {X: 'x'}}");
      assertThat(console.run("env", "app.json", "--diff", "--env", "x").out().lines())
          .containsExactly("api:", "  - A: 1", "  - KEPT: k", "  ~ OWN: 1 → 2", "  + X: x");

      assertThat(console.run("env", "other", "--diff").err()).contains("other doesn't exist");
      console.file("app.json", "{name: 'api', script: 'absent.js'}");
      var refused = console.run("env", "app.json", "--diff");
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("absent.js", "nothing is compared");
      assertThat(refused.out()).isEmpty();
    }
  }
}
