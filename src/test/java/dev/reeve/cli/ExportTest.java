package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.golden.Golden;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `export`, as it is typed and as it answers.
class ExportTest {
  private static final String IMAGE = "registry.example.org/shop:1.2";
  private static final Path RICH = Path.of("src/test/resources/export/every-key.json");

  @TempDir private Path folder;
  @TempDir private Path bin;

  /// A folder that holds what the rich file names.
  private Console console() throws Exception {
    Files.createDirectories(folder.resolve("web"));
    for (var name : new String[] {"db.sh", "migrate.js", "web/server.js", "gate.py"}) {
      Files.writeString(folder.resolve(name), "\n");
    }
    Files.copy(RICH, folder.resolve("ecosystem.json"));
    for (var name : new String[] {"node", "bash", "python3"}) {
      var file = bin.resolve(name);
      Files.writeString(file, "#!/bin/sh\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    return new Console(folder)
        .env("PATH", bin.toString())
        .env("USER", "shop")
        .env("SECRET_OF_THE_SHELL", "do not tell");
  }

  @ParameterizedTest
  @ValueSource(strings = {"compose", "systemd", "kubernetes"})
  void each_key_is_carried_over_or_said_to_be_without_a_counterpart(String platform)
      throws Exception {
    try (var console = console()) {
      var run = console.run("export", platform, "--image", IMAGE);

      assertThat(run.exit()).isZero();
      assertThat(run.out()).doesNotContain("SECRET_OF_THE_SHELL");
      var ending = platform.equals("systemd") ? ".txt" : ".yml";
      Golden.check("export/" + platform + ending, hidden(run.out()));
      Golden.check("export/" + platform + "-notes.txt", hidden(run.err()));
    }
  }

  private String hidden(String text) {
    return text.replace(folder.toString(), "/srv/shop").replace(bin.toString(), "/usr/bin");
  }

  @Test
  void files_are_written_to_a_folder_and_never_over_others() throws Exception {
    try (var console = console()) {
      var first = console.run("export", "compose", "--out", "deploy");
      assertThat(first.exit()).isZero();
      assertThat(first.out()).isEmpty();
      var file = folder.resolve("deploy/docker-compose.yml");
      assertThat(first.err()).contains("wrote " + file);
      assertThat(Files.readString(file)).contains("context: \"..\"");

      Files.writeString(file, "mine");
      var again = console.run("export", "compose", "--out", "deploy");
      assertThat(again.exit()).isEqualTo(1);
      assertThat(again.err()).contains("has docker-compose.yml already", "--force");
      assertThat(Files.readString(file)).isEqualTo("mine");

      assertThat(console.run("export", "compose", "--out", "deploy", "-f").exit()).isZero();
      assertThat(Files.readString(file)).contains("services:");
    }
  }

  @Test
  void one_unit_an_instance_is_written_and_a_target_for_all() throws Exception {
    try (var console = console()) {
      assertThat(console.run("export", "systemd", "--out", "units").exit()).isZero();
      try (var files = Files.list(folder.resolve("units"))) {
        assertThat(files.map(each -> String.valueOf(each.getFileName())))
            .contains("db.service", "shop-web@0.service", "shop-web@2.service", "shop-web.target")
            .contains("gate-0.socket", "gate-1.socket")
            .doesNotContain("shop-web.service");
      }
    }
  }

  @Test
  void only_the_named_apps_and_what_they_start_after_are_exported() throws Exception {
    try (var console = console()) {
      var run = console.run("export", "compose", "--only", "migrate");
      assertThat(run.out()).contains("  migrate:", "  db:").doesNotContain("  cache:");
    }
  }

  @Test
  void the_environment_of_a_name_is_the_one_exported() throws Exception {
    try (var console = new Console(folder)) {
      Files.writeString(folder.resolve("app.js"), "");
      console.file(
          "ecosystem.json",
          """
          { "apps": [{ "name": "api", "script": "app.js", "env": { "A": "1" },
                       "env_production": { "A": "2" } }] }
          """);
      assertThat(console.run("export", "compose").out()).contains("A: \"1\"");
      assertThat(console.run("export", "compose", "--env", "production").out())
          .contains("A: \"2\"");
    }
  }

  @Test
  void a_name_that_the_platform_does_not_take_is_refused_with_one_that_it_takes() throws Exception {
    try (var console = new Console(folder)) {
      Files.writeString(folder.resolve("app.js"), "");
      console.file("ecosystem.json", "[{ \"name\": \"My_App 2\", \"script\": \"app.js\" }]");
      assertRefused(console, "compose", "'My_App-2'");
      assertRefused(console, "systemd", "'My_App-2'");
      assertRefused(console, "kubernetes", "'my-app-2'");
    }
  }

  private static void assertRefused(Console console, String platform, String fix) {
    var run = console.run("export", platform, "--image", "a:1");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("My_App 2: no name for", "call the app " + fix);
  }

  @Test
  void what_this_machine_lacks_is_a_warning_only() throws Exception {
    try (var console = new Console(folder).env("PATH", folder.toString())) {
      console.file("ecosystem.json", "[{ \"script\": \"dist/x.ts\", \"interpreter\": \"bun\" }]");
      var compose = console.run("export", "compose");
      assertThat(compose.exit()).isZero();
      assertThat(compose.out()).contains("- bun\n      - dist/x.ts");
      assertThat(compose.err()).contains("no such file");
      assertThat(console.run("export", "systemd").out())
          .contains("ExecStart=/usr/bin/env bun " + folder.resolve("dist/x.ts"));
    }
  }

  @Test
  void wrong_usage_says_what_is_right() throws Exception {
    try (var console = new Console(folder)) {
      assertThat(console.run("export").exit()).isEqualTo(2);
      assertThat(console.run("export", "podman").err())
          .contains("'podman' is no platform", "compose, systemd or kubernetes");
      assertThat(console.run("export", "compose").err()).contains("no ecosystem.config.js here");
      assertThat(console.run("export", "compose", "app.js").err())
          .contains("not named like an ecosystem file");
      var missing = console.run("export", "compose", "none.json");
      assertThat(missing.exit()).isEqualTo(1);
      assertThat(missing.err()).contains("no such file");
      console.file("ecosystem.json", "[{ \"name\": \"a\", \"script\": \"sleep 1\" }]");
      assertThat(console.run("export", "kubernetes").err()).contains("--image", "builds no images");
      assertThat(console.run("export", "kubernetes", "--image", "a b").err())
          .contains("'a b' is no name of an image");
      assertThat(console.run("export", "kubernetes", "--image", "a", "-n", "My Shop").err())
          .contains("'my-shop' is one");
    }
  }
}
