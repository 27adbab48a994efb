package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.EnvFile;
import dev.reeve.model.EnvFilter;
import dev.reeve.model.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The layers of an app's environment, and what keeps variables out of it.
class EnvLayersTest {
  @TempDir Path folder;
  Stage stage = new Stage(Path.of("/"));

  @BeforeEach
  void app() throws Exception {
    stage = new Stage(folder.toRealPath()).file("app.js", "").file("sub/app.js", "");
    stage.env("LAYER", "caller").env("AWS_KEY", "1").env("AWS_ID", "2").env("LC_TIME", "C");
  }

  private Map<String, String> merged(String keys, Flags flags) throws Exception {
    stage.file("app.json", "{'name': 'api', 'script': 'app.js', " + keys + "}");
    var loaded = stage.load("app.json", flags);
    assertThat(loaded.problems()).isEmpty();
    return loaded.specs().getFirst().environment().merged();
  }

  @Test
  void files_stand_above_the_caller_and_below_env() throws Exception {
    stage.file(".env", "LAYER=file\nA=1\nB=${LAYER}-$A").file("local", "A=2\nC=$B");

    var env =
        merged(
            "env_file: ['.env', {path: 'local', required: false}, {path: 'no', required: false}],"
                + " env: {C: 'own'}, env_live: {D: 'live'}",
            new Flags(Map.of(), null, "live", List.of()));

    assertThat(env)
        .containsEntry("LAYER", "file")
        .containsEntry("A", "2")
        .containsEntry("B", "file-1")
        .containsEntry("C", "own")
        .containsEntry("D", "live");
    assertThat(merged("env_file: '.env', env: {LAYER: 'own'}", Flags.NONE))
        .containsEntry("LAYER", "own");
  }

  @Test
  void files_start_from_cwd_and_may_name_what_runs_it() throws Exception {
    stage.file("sub/.env", "PATH=" + stage.path("tools")).executable("tools/own-interpreter");
    stage.file(
        "app.json",
        "{script: 'app.js', cwd: 'sub', env_file: '.env', interpreter: 'own-interpreter'}");

    var loaded = stage.load("app.json");

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.specs().getFirst().environment().rules().files())
        .containsExactly(new EnvFile(stage.path("sub/.env"), true));
  }

  @Test
  void a_file_that_is_missing_or_wrong_is_told_unless_it_may_be_missing() throws Exception {
    stage.file(".env", "A=1\nwhat is this\n");
    stage.file(
        "app.json",
        """
        [{name: 'a', script: 'app.js', env_file: 'absent'},
         {name: 'b', script: 'app.js', env_file: ['.env', 'sub']},
         {name: 'c', script: 'app.js', env_file: [3, {path: 'x', requird: true}]},
         {name: 'd', script: 'app.js', env_file: {path: 'absent', required: false}}]
        """);

    var loaded = stage.load("app.json");

    assertThat(loaded.specs()).extracting(spec -> spec.name()).containsExactly("d");
    assertThat(loaded.problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "app.json: a.env_file: no such file: "
                + stage.path("absent")
                + "; create it, or write { \"path\": …, \"required\": false }",
            "app.json: b.env_file: "
                + stage.path(".env")
                + ":2: 'what is this' is not NAME=value; correct it there",
            "app.json: b.env_file: " + stage.path("sub") + " is a folder; name a file in it",
            "app.json: c.env_file: 3 is not a path, requird: no key of it (did you mean"
                + " 'required'?); write it like this: "
                + Kind.ENV_FILE.example());
  }

  @Test
  void a_filter_holds_for_what_the_caller_has_and_for_nothing_else() throws Exception {
    stage.file(".env", "AWS_FILE=f");

    assertThat(merged("filter_env: 'AWS_', env_file: '.env', env: {AWS_OWN: 'o'}", Flags.NONE))
        .doesNotContainKeys("AWS_KEY", "AWS_ID")
        .containsEntry("AWS_FILE", "f")
        .containsEntry("AWS_OWN", "o")
        .containsEntry("LAYER", "caller");
    assertThat(merged("filter_env: ['AWS_K', 'LAY']", Flags.NONE))
        .doesNotContainKeys("AWS_KEY", "LAYER")
        .containsKey("AWS_ID");
    assertThat(merged("filter_env: true, env: {OWN: 'o'}", Flags.NONE))
        .containsOnlyKeys("PATH", "HOME", "LANG", "LC_TIME", "OWN");
    assertThat(merged("filter_env: false", Flags.NONE)).containsKeys("AWS_KEY", "LAYER");
  }

  @Test
  void a_filter_of_another_type_is_told() throws Exception {
    stage.file("app.json", "{script: 'app.js', name: 'api', filter_env: [3, '']}");

    assertThat(stage.load("app.json").problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "app.json: api.filter_env: 3 is not how the name of a variable begins, '' is not how"
                + " the name of a variable begins; write it like this: AWS_");
  }

  @Test
  void flags_that_are_given_twice_gather() {
    var both = new EnvFilter(false, List.of("A_")).and(new EnvFilter(false, List.of("B_")));

    assertThat(both.of(Map.of("A_1", "", "B_1", "", "C_1", ""))).containsOnlyKeys("C_1");
    assertThat(both.and(EnvFilter.ALL).of(Map.of("A_1", "", "C_1", "", "PATH", "")))
        .containsOnlyKeys("PATH");
  }
}
