package dev.reeve.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.fake.Fuzz;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a user's files and flags hold, they are taken, or refused with a sentence.
class ConfigFuzzTest {
  private static final String JSON =
      """
      { "apps": [ // all
        { "name": "api", "script": "./app.sh", "args": ["--port", 3000], "instances": "2",
          "env": { "A": "1" }, "listen": [3000, "127.0.0.1:1"], "ready": { "tcp": "3000" },
          "health": { "http": "/", "interval": "10s", "port": 80 }, "kill_timeout": 1600,
          "cron_restart": "0 3 * * *", "log_rotate": { "max_size": "10M" },
          "depends_on": { "api": { "condition": "healthy" } }, "hooks": { "on_crash": "echo" },
          "watch": ["src"], "watch_options": { "depth": 2 }, "max_memory_restart": "200M" } ] }
      """;
  private static final String YAML =
      """
      apps:
        - &a { name: api, script: ./app.sh, env: { A: 1 } }
        - name: b
          script: ./app.sh
          health: { exec: [a, 'b'], retries: 3 }
          env: &e
            X: |
              text
        - *a
      """;
  private static final String ENV =
      "A=1\nB=\"two ${A} \\n\"\nexport C='3'\nD=${X:-y\\}} # d\nE=\"a\nb\"\nF=$B$B$B\n";

  @TempDir Path folder;

  private void files(String name, String valid) throws Exception {
    var file = folder.resolve(name);
    var loader = new Stage(folder).executable("app.sh").loader();
    Fuzz.bytes(
        List.of(valid.getBytes(UTF_8)),
        input -> {
          Files.write(file, input);
          loader.load(name, Flags.NONE);
          loader.names(name, Flags.NONE);
        });
  }

  @Test
  void ecosystem_files_in_json() throws Exception {
    files("apps.json", JSON);
  }

  @Test
  void ecosystem_files_in_yaml() throws Exception {
    files("apps.yaml", YAML);
  }

  @Test
  void env_files() throws Exception {
    Fuzz.texts(List.of(ENV), text -> DotEnv.parse(text, name -> "outside"));
  }

  @Test
  void values_of_every_kind() throws Exception {
    Fuzz.texts(
        List.of("3000", "1.5h", "200M", "0 3 * * *", "http://[::1]:80/x", "a 'b c' \"d\"", "-5"),
        text -> {
          var kinds = Kind.values();
          var kind = kinds[Math.floorMod(text.hashCode(), kinds.length)];
          assertThat(ValueReader.read(kind, text)).isNotNull();
        });
  }

  private void isRefused(String name, String text, String because) throws Exception {
    Files.writeString(folder.resolve(name), text);
    var loaded = new Stage(folder).executable("app.sh").load(name);
    assertThat(loaded.problems()).hasSize(1);
    assertThat(loaded.problems().getFirst().message()).contains(because);
  }

  @Test
  void nesting_without_end_is_refused_with_a_sentence() throws Exception {
    int deep = 100_000;
    isRefused("deep.json", "[".repeat(deep), "nested");
    isRefused("deep.yaml", "[".repeat(deep), "nested");
    isRefused("whole.json", "[".repeat(deep) + "]".repeat(deep), "nested");
    isRefused("lists.yaml", "- ".repeat(2000) + "a", "nested");
    isRefused("maps.yaml", "{a: ".repeat(deep), "nested");
    isRefused("itself.yaml", "script: ./app.sh\nargs: &a [*a]\n", "stands in");
    isRefused("env.yaml", "script: ./app.sh\nenv: &a {X: *a}\n", "stands in");
  }

  @Test
  void aliases_that_unfold_without_end_are_refused_with_a_sentence() throws Exception {
    var text = new StringBuilder("x0: &x0 [a, a, a, a, a]\n");
    for (int i = 1; i < 12; i++) {
      text.append(
          "x%d: &x%d [*x%d, *x%d, *x%d, *x%d]\n".formatted(i, i, i - 1, i - 1, i - 1, i - 1));
    }
    text.append("script: ./app.sh\nargs: *x11\n");
    isRefused("laughs.yaml", text.toString(), "unfold");
  }

  @Test
  void variables_that_double_each_other_are_refused() {
    var text = new StringBuilder("A0=xxxxxxxxxx\n");
    for (int i = 1; i < 64; i++) {
      text.append("A%d=$A%d$A%d\n".formatted(i, i - 1, i - 1));
    }
    var parsed = DotEnv.parse(text.toString(), name -> null);
    assertThat(parsed.faults()).isNotEmpty();
    assertThat(parsed.faults().getFirst().message()).contains("repeat each other");
  }

  @Test
  void a_default_of_any_length_is_taken() {
    var value = "x\\y".repeat(100_000);
    var parsed = DotEnv.parse("A=${B:-" + value + "}\n", name -> null);
    assertThat(parsed.faults()).isEmpty();
    assertThat(parsed.variables()).containsEntry("A", value);
  }
}
