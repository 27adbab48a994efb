package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Request;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Input made wrong by the hundred: whatever it is, it is taken, or answered with a sentence and an
/// exit code that is not 0. A failure prints its seed and its input.
@Timeout(120)
class BadInputTest {
  private static final int FILES = 400;
  private static final int LINES = 400;

  private static final String WHOLE =
      """
      { "apps": [
        { "name": "api", "script": "./app.sh", "args": ["--port", "3000"], "cwd": ".",
          "instances": 2, "exec_mode": "fork", "env": { "A": "1", "B": "2" },
          "env_live": { "A": "live" }, "env_file": [{ "path": ".env", "required": false }],
          "filter_env": ["AWS_"], "out_file": "out.log", "merge_logs": true, "time": true,
          "log_date_format": "HH:mm", "max_restarts": 5, "min_uptime": "2s", "restart_delay": 100,
          "stop_exit_codes": [0, 3], "max_memory_restart": "200M", "kill_timeout": 1600,
          "watch": ["src"], "ignore_watch": ["*.md"], "watch_options": { "depth": 2 },
          "cron_restart": "0 3 * * *", "listen": [3000], "ready": { "tcp": "3000" },
          "health": { "exec": "true", "interval": "10s" }, "log_rotate": { "max_size": "10M" },
          "hooks": { "on_crash": "echo" }, "port": 3000 },
        { "name": "jobs", "script": "./app.sh", "depends_on": { "api": { "condition": "healthy" } },
          "increment_var": "PORT", "instance_var": "SLOT", "namespace": "shop" } ] }
      """;

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("start", "apps.json", "--env", "live", "--only", "api,jobs"),
          List.of(
              "start", "app.sh", "--name", "a", "-i", "2", "--max-memory-restart", "9M", "--", "x"),
          List.of("start", "app.sh", "-n", "b", "--restart-delay=100", "--cron", "0 3 * * *"),
          List.of("restart", "api", "--update-env", "--parallel", "2"),
          List.of("reload", "apps.json", "--parallel", "3"),
          List.of("apply", "apps.json", "--prune", "--dry-run"),
          List.of("scale", "api", "+2"),
          List.of("sendSignal", "SIGUSR2", "api"),
          List.of("logs", "api", "--lines", "10", "--nostream", "--since", "2h", "--grep", "x|y"),
          List.of("list", "--sort", "memory:desc", "-m"),
          List.of("env", "api", "--diff"),
          List.of("set", "pm2-logrotate:max_size", "50M"),
          List.of("trigger", "api", "act", "1"),
          List.of("stop", "/^a/", "--silent"),
          List.of("describe", "0"));

  /// As PM2 has it, nothing but data is printed then, and the exit code says it all.
  private static final Pattern MUTED =
      Pattern.compile("^seed \\d+: \\[.*(--silent|\\s-[a-zA-Z]*s)");

  /// They look at this machine, or stay.
  private static final Set<String> OTHERS = Set.of("startup", "unstartup", "logrotate", "doctor");

  @TempDir Path folder;

  private Console console() throws Exception {
    var console = new Console(folder).daemon(Usual::reply);
    console.file(".env", "X=1\n").file("app.sh", "#!/bin/sh\n").file("apps.json", WHOLE);
    folder.resolve("app.sh").toFile().setExecutable(true);
    return console;
  }

  private static void want(String seed, Console console, Console.Run run, int asked) {
    assertThat(run.exit()).as(seed).isBetween(0, 3);
    assertThat(run.err() + run.out()).as(seed).doesNotContain("Exception", "\tat ", "java.");
    if (run.exit() != 0 && !MUTED.matcher(seed).find()) {
      assertThat(run.err()).as(seed).contains("[ERROR]");
    }
    for (var request : console.asked().subList(asked, console.asked().size())) {
      if (request instanceof Request.Start(var specs, boolean _)) {
        assertThat(specs).as(seed).isNotEmpty();
        assertThat(specs.stream().map(AppSpec::name).toList()).as(seed).doesNotContain("");
      }
    }
  }

  @Test
  void files_of_every_sort_are_taken_or_answered_with_a_sentence() throws Exception {
    var valid = java.util.Objects.requireNonNull(Json.parse(WHOLE));
    var exits = new ArrayList<Integer>();
    try (var console = console()) {
      for (int seed = 0; seed < FILES; seed++) {
        var mutations = new Mutations(seed);
        var name = List.of("bad.json", "bad.yaml").get(seed % 2);
        var text = seed % 4 < 2 ? Json.write(mutations.tree(valid)) : mutations.text(WHOLE);
        Files.writeString(folder.resolve(name), text);
        int asked = console.asked().size();
        var command = List.of("start", "reload", "apply", "stop", "env").get(seed % 5);

        var run =
            command.equals("env") ? console.run("env", name, "--diff") : console.run(command, name);

        exits.add(run.exit());
        want("seed " + seed + ", " + command + " " + name + ": " + text, console, run, asked);
      }
    }
    assertThat(exits).contains(0, 1);
    assertThat(exits.stream().filter(exit -> exit != 0).count()).isGreaterThan(FILES / 4);
  }

  @Test
  void command_lines_of_every_sort_are_taken_or_answered_with_a_sentence() throws Exception {
    var exits = new ArrayList<Integer>();
    try (var console = console()) {
      for (int seed = 0; seed < LINES; seed++) {
        var mutations = new Mutations(seed);
        var line = mutations.line(COMMANDS.get(seed % COMMANDS.size()));
        if (stays(line)) {
          continue;
        }
        int asked = console.asked().size();

        var run = console.run(line.toArray(String[]::new));

        exits.add(run.exit());
        want("seed " + seed + ": " + line, console, run, asked);
      }
    }
    assertThat(exits).contains(0, 1, 2);
    assertThat(exits.size()).isGreaterThan(LINES / 2);
  }

  /// Following logs has no end.
  private static boolean stays(List<String> line) {
    return line.stream().anyMatch(OTHERS::contains)
        || (line.stream().anyMatch(word -> word.startsWith("log")) && !line.contains("--nostream"));
  }

  @Test
  void env_files_of_every_sort_are_taken_or_answered_with_a_sentence() throws Exception {
    var valid = "A=1\nB=\"two ${A} \\n\"\nexport C='3'\nD=${X:-y} # d\nE=\"a\nb\"\n";
    try (var console = console()) {
      console.file("one.json", Json.write(Map.of("script", "./app.sh", "env_file", ".env")));
      for (int seed = 0; seed < FILES / 2; seed++) {
        var text = new Mutations(seed).text(valid);
        console.file(".env", text);
        int asked = console.asked().size();

        want("seed " + seed + ": " + text, console, console.run("start", "one.json"), asked);
      }
    }
  }
}
