package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that would hold a command up, fill its memory or its stack: each ends in a sentence.
class StrangeFilesTest {
  private static final int DEEP = 10_000;

  @TempDir private Path folder;
  private Stage stage = new Stage(Path.of("/"));

  @BeforeEach
  void app() throws Exception {
    stage = new Stage(folder.toRealPath());
    stage.file("app.js", "");
  }

  private void says(String file, String sentence) {
    assertThat(stage.load(file).problems())
        .as(file)
        .extracting(Problem::sentence)
        .anySatisfy(each -> assertThat(each).contains(sentence));
  }

  private void pipe(String name) throws Exception {
    var path = folder.resolve(name).toString();
    assertThat(new ProcessBuilder("mkfifo", path).start().waitFor()).isZero();
  }

  @Test
  void a_named_pipe_is_no_ecosystem_file() throws Exception {
    for (var name : List.of("p.json", "p.yaml", "p.config.js", "p.config.cjs", "p.config.mjs")) {
      pipe(name);
      says(name, name + ": is a pipe, which has no end");
    }
    Files.createSymbolicLink(folder.resolve("link.json"), Path.of("p.json"));
    says("link.json", "is a pipe");
  }

  @Test
  void a_named_pipe_is_no_env_file_and_no_script() throws Exception {
    pipe("p");
    stage.file("env.json", "{\"script\": \"app.js\", \"env_file\": \"p\"}");
    says("env.json", "is a pipe, which has no end");
    stage.file("script.json", "{\"script\": \"./p\"}");
    assertThat(stage.load("script.json").problems()).isNotEmpty();
  }

  @Test
  void a_device_without_an_end_is_read_to_a_limit() throws Exception {
    Files.createSymbolicLink(folder.resolve("zero.json"), Path.of("/dev/zero"));
    says("zero.json", "has no end");
    stage.file("env.json", "{\"script\": \"app.js\", \"env_file\": \"/dev/zero\"}");
    says("env.json", "has no end");
  }

  @Test
  void values_nested_ten_thousand_deep_are_a_sentence() throws Exception {
    var maps = "{\"a\": ".repeat(DEEP) + "1" + "}".repeat(DEEP);
    var lists = "[".repeat(DEEP) + "1" + "]".repeat(DEEP);
    for (var value : List.of(maps, lists)) {
      stage.file("deep.json", "{\"script\": \"app.js\", \"env\": {\"A\": " + value + "}}");
      says("deep.json", "nested more than 255 deep");
      stage.file("deep.yaml", "script: app.js\nenv:\n  A: " + value + "\n");
      says("deep.yaml", "deep.yaml:3: is no YAML: it is nested more than 255 deep");
      stage.file("torn.json", value.substring(0, DEEP));
      says("torn.json", "nested more than 255 deep");
    }
    stage.file("dashes.yaml", "script: app.js\nargs:\n  " + "- ".repeat(DEEP) + "1\n");
    says("dashes.yaml", "nested more than 255 deep");
  }

  @Test
  void aliases_count_for_what_they_stand_for() throws Exception {
    stage.file("self.yaml", "apps:\n  - &a\n    script: app.js\n    env:\n      A: *a\n");
    says("self.yaml", "self.yaml:5: is no YAML: '*a' stands in what it stands for");
    var text = new StringBuilder("a0: &a0 1\n");
    for (int i = 1; i < 45; i++) {
      var inner = "[".repeat(50) + "*a" + (i - 1) + "]".repeat(50);
      text.append("a%d: &a%d %s\n".formatted(i, i, inner));
    }
    stage.file("chain.yaml", text + "apps:\n  - script: app.js\n    env: {A: *a44}\n");
    says("chain.yaml", "nested more than 255 deep");
    stage.file("fine.yaml", "e: &e {A: 1}\napps:\n  - {script: app.js, env: *e}\n");
    assertThat(stage.load("fine.yaml").problems()).isEmpty();
  }
}
