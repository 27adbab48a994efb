package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.golden.Golden;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Problem;
import dev.reeve.model.Signal;
import dev.reeve.model.TreeKill;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real ecosystem files, in every shape, from the word on the command line to specs or problems.
class EcosystemFilesTest {
  @TempDir Path folder;
  Stage stage = new Stage(Path.of("/"));

  @BeforeEach
  void apps() throws Exception {
    stage = new Stage(folder.toRealPath());
    stage.file("app.js", "").file("worker.py", "").file("notes.txt", "");
    Files.createDirectory(folder.resolve("folder"));
  }

  @Test
  void the_jellycore_file_gives_two_specs_with_all_it_says() throws Exception {
    stage.file("nanoclaw/dist/index.js", "").file("oracle-v2/src/server.ts", "").command("bun");

    var loaded = stage.loadFixture("jellycore.config.js");

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.warnings()).isEmpty();
    var claw = loaded.specs().getFirst();
    assertThat(claw.name()).isEqualTo("nanoclaw");
    assertThat(claw.command().script()).isEqualTo(stage.path("nanoclaw/dist/index.js"));
    assertThat(claw.command().cwd()).isEqualTo(stage.path("nanoclaw"));
    assertThat(claw.restart())
        .isEqualTo(
            new AppSpec.Restart(
                true,
                10,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                List.of(),
                1L << 30));
    assertThat(claw.stop())
        .isEqualTo(
            new AppSpec.Stop(
                Signal.SIGINT, Duration.ofSeconds(15), Duration.ofMillis(100), TreeKill.ON, false));
    assertThat(claw.logs())
        .isEqualTo(
            new AppSpec.Logs(
                "/var/log/jellycore/nanoclaw-out.log",
                "/var/log/jellycore/nanoclaw-error.log",
                null,
                true,
                AppSpec.LogType.RAW,
                "YYYY-MM-DD HH:mm:ss Z"));
    assertThat(claw.environment().own()).containsExactly(Map.entry("NODE_ENV", "production"));
    var oracle = loaded.specs().getLast();
    assertThat(oracle.command().interpreter()).isEqualTo("bun");
    assertThat(oracle.restart().minUptime()).isEqualTo(Duration.ofSeconds(1));
    assertThat(oracle.restart().maxMemoryBytes()).isEqualTo(512L << 20);
  }

  @Test
  void without_bun_the_oracle_says_so_and_the_claw_still_starts() throws Exception {
    stage.file("nanoclaw/dist/index.js", "").file("oracle-v2/src/server.ts", "");

    var loaded = stage.loadFixture("jellycore.config.js");

    assertThat(loaded.specs()).extracting(AppSpec::name).containsExactly("nanoclaw");
    assertThat(loaded.problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "jellycore.config.js: oracle-v2.interpreter: 'bun' is not in node_modules/.bin of "
                + stage.path("oracle-v2")
                + " or a folder above it, nor on PATH; install it there with 'npm install bun' or"
                + " on the machine");
  }

  @Test
  void an_interpreter_in_node_modules_of_the_app_is_enough() throws Exception {
    stage.file("nanoclaw/dist/index.js", "").file("oracle-v2/src/server.ts", "");
    stage.executable("oracle-v2/node_modules/.bin/bun");

    assertThat(stage.loadFixture("jellycore.config.js").problems()).isEmpty();
  }

  @Test
  void loose_json_is_read_with_comments_single_quotes_bare_keys_and_a_comma_too_many()
      throws Exception {
    var loaded = stage.loadFixture("loose.json", new Flags(Map.of(), null, "staging", List.of()));

    assertThat(loaded.problems()).isEmpty();
    var spec = loaded.specs().getFirst();
    assertThat(spec.command().args())
        .containsExactly("--url", "http://localhost:3000/*not a comment*/", "it's \"quoted\"");
    assertThat(spec.environment().own())
        .containsEntry("NODE_ENV", "staging")
        .containsEntry("DEBUG", "true")
        .containsEntry("LIMITS", "{\"rps\":10}")
        .containsEntry("PORT", "3000");
  }

  @Test
  void yaml_is_read() throws Exception {
    var loaded = stage.loadFixture("processes.yaml");

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.specs())
        .extracting(AppSpec::instances)
        .containsExactly(
            new AppSpec.Instances(4, AppSpec.ExecMode.CLUSTER, "NODE_APP_INSTANCE", "PORT"),
            new AppSpec.Instances(1, AppSpec.ExecMode.FORK, "NODE_APP_INSTANCE", null));
    assertThat(loaded.specs().getFirst().environment().own()).containsEntry("COUNTRY", "no");
    assertThat(loaded.specs().getLast().name()).isEqualTo("worker");
    assertThat(loaded.specs().getLast().restart().stopExitCodes()).containsExactly(0, 143);
    assertThat(loaded.warnings()).isEmpty();
  }

  @Test
  void a_module_with_a_default_export_and_a_promise_of_a_bare_list_are_evaluated()
      throws Exception {
    assertThat(stage.loadFixture("esm.config.mjs").specs())
        .singleElement()
        .satisfies(spec -> assertThat(spec.name()).isEqualTo("esm"))
        .satisfies(spec -> assertThat(spec.logs().dateFormat()).isEqualTo("YYYY-MM-DDTHH:mm:ss"));
    assertThat(stage.loadFixture("late.config.cjs").specs())
        .extracting(AppSpec::name)
        .containsExactly("late");
  }

  @Test
  void a_file_that_fails_is_one_problem_with_its_line() throws Exception {
    assertThat(sentences("throws.config.js"))
        .containsExactly(
            "throws.config.js:3: Error: ENOENT: no such file or directory, open"
                + " '/nonexistent/vault.json'; correct the file");
    assertThat(sentences("syntax.config.js"))
        .singleElement()
        .satisfies(text -> assertThat(text).startsWith("syntax.config.js:4: SyntaxError: "));
    assertThat(sentences("leaves.config.js"))
        .containsExactly(
            "leaves.config.js: ended without an export: no vault here; correct the file");
    assertThat(sentences("broken.json"))
        .singleElement()
        .satisfies(text -> assertThat(text).startsWith("broken.json:3: is no JSON: "));
    assertThat(stage.load("none.config.js").problems())
        .extracting(Problem::sentence)
        .containsExactly(
            "none.config.js: no such file; check its path (looked for in " + stage.path("") + ")");
  }

  @Test
  void every_fault_of_a_file_is_told_at_once_and_the_fine_app_starts() throws Exception {
    var loaded = stage.loadFixture("many-faults.json");

    assertThat(loaded.specs()).extracting(AppSpec::name).containsExactly("fine", "typo");
    var told = new StringBuilder();
    loaded.problems().forEach(problem -> told.append(problem.sentence()).append('\n'));
    told.append("--- warnings\n");
    loaded.warnings().forEach(problem -> told.append(problem.sentence()).append('\n'));
    Golden.check("config/many-faults.txt", told.toString().replace(stage.path(""), "<folder>"));
  }

  @Test
  void a_value_that_cant_be_read_and_a_file_that_is_not_there_are_told_together() throws Exception {
    stage.file(
        "app.json",
        """
        { "name": "a", "script": "absent.js", "max_restarts": "many", "intepreter": "x",
          "interpreter": "no-such", "uid": -3, "env_file": "absent.env" }
        """);

    var loaded = stage.load("app.json");

    assertThat(loaded.specs()).isEmpty();
    assertThat(loaded.problems())
        .extracting(Problem::key)
        .containsExactly("a.max_restarts", "a.uid", "a.env_file", "a.script", "a.interpreter");
    assertThat(loaded.problems().getFirst().sentence())
        .isEqualTo(
            "app.json: a.max_restarts: 'many' is not a whole number of 0 or more; write it like"
                + " this: 16");
    assertThat(loaded.warnings())
        .extracting(Problem::sentence)
        .containsExactly(
            "app.json: a.intepreter: unknown key, ignored; did you mean 'interpreter'?");
  }

  @Test
  void standard_input_is_json_and_starts_from_the_callers_folder() {
    var loaded = stage.withStdin("{\"script\": \"app.js\"}").load("-");

    assertThat(loaded.specs())
        .singleElement()
        .satisfies(spec -> assertThat(spec.command().script()).isEqualTo(stage.path("app.js")));
  }

  @Test
  void only_keeps_the_named_apps_and_says_which_are_not_there() throws Exception {
    var flags = new Flags(Map.of(), null, null, List.of("web", "wbe"));

    var loaded = stage.loadFixture("processes.yaml", flags);

    assertThat(loaded.specs()).extracting(AppSpec::name).containsExactly("web");
    assertThat(loaded.problems())
        .extracting(Problem::sentence)
        .containsExactly("processes.yaml: --only: no app is named 'wbe'; it has web, apps[1]");
  }

  @Test
  void the_names_of_a_files_apps_need_nothing_of_them_on_the_disk() throws Exception {
    stage.fixture("jellycore.config.js");

    assertThat(stage.loader().names("jellycore.config.js", Flags.NONE).names())
        .containsExactly("nanoclaw", "oracle-v2");
  }

  private List<String> sentences(String fixture) throws Exception {
    return stage.loadFixture(fixture).problems().stream().map(Problem::sentence).toList();
  }
}
