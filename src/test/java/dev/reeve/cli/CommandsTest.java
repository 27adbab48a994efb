package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.fake.FakeDaemon;
import dev.reeve.model.AppSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What each command asks of the daemon, prints, and ends with.
class CommandsTest {
  @TempDir Path folder;

  private Console console() throws Exception {
    return new Console(folder).daemon(Usual::reply);
  }

  @Test
  void every_command_reaches_its_class() throws Exception {
    for (var command : CommandTable.all()) {
      if (command.name().endsWith("startup") || command.name().equals("logrotate")) {
        continue; // as root it would install something on this machine
      }
      var others = List.of("attach", "pull", "forward", "backward", "serve", "deploy");
      if (others.contains(command.name())) {
        continue; // one ends with Ctrl-C only, the others need a repository or a launcher
      }
      try (var console = new Console(Files.createTempDirectory(folder, "c"))) {
        console.columns(80);
        Files.writeString(folder.resolve("dump.pm2"), "[]");
        console.file("apps.json", "[{ \"name\": \"api\", \"script\": \"sleep 1\" }]");
        console.story(request ->
            new FakeDaemon.Turn(List.of(), Usual.reply(request), List.of(), Usual.ends(request)));
        var words =
            switch (command.name()) {
              case "sendSignal" -> new String[] {"sendSignal", "SIGUSR2", "api"};
              case "scale", "trigger", "send" -> new String[] {command.name(), "api", "2"};
              case "import" -> new String[] {"import", "--dry-run", "--from", folder.toString()};
              case "logs" -> new String[] {"logs", "--nostream"};
              case "export" -> new String[] {"export", "compose", "apps.json"};
              case "apply" -> new String[] {"apply", "apps.json"};
              case "set", "multiset" -> new String[] {command.name(), "a", "b"};
              case "install", "uninstall", "module:update" ->
                  new String[] {command.name(), "pm2-logrotate"};
              case "get" -> new String[] {"get", "pm2-logrotate:max_size"};
              case "completion" -> new String[] {"completion", "bash"};
              case "list",
                  "ecosystem",
                  "create",
                  "examples",
                  "report",
                  "slist",
                  "conf",
                  "reloadLogs",
                  "jlist",
                  "prettylist",
                  "save",
                  "resurrect",
                  "cleardump",
                  "ping",
                  "kill",
                  "update",
                  "version",
                  "help",
                  "monit",
                  "pid" ->
                  new String[] {command.name()};
              default -> new String[] {command.name(), "api"};
            };
        var run = console.run(words);
        assertThat(run.exit()).as(command.name() + ": " + run.err()).isZero();
      }
    }
  }

  @Test
  void data_goes_to_standard_output_and_nothing_else_does() throws Exception {
    try (var console = console()) {
      assertThat(console.run("jlist").out())
          .isEqualTo("[{\"name\":\"api\",\"pm2_env\":{\"args\":[]}}]\n");
      assertThat(console.run("prettylist").out())
          .isEqualTo("[ { name: 'api', pm2_env: { args: [] } } ]\n");
      assertThat(console.run("pid", "api").out()).isEqualTo("4000\n");
      assertThat(console.run("pid", "none").out()).isEqualTo("\n");
      assertThat(console.run("id", "api").out()).isEqualTo("[ 0 ]\n");
      assertThat(console.run("id", "none").out()).isEqualTo("[]\n");
      assertThat(console.run("env", "0").out()).isEqualTo("NODE_ENV: production\n");
      assertThat(console.run("ping").out()).isEqualTo("{ msg: 'pong' }\n");
      assertThat(console.run("-v").out()).isEqualTo("0.1.0\n");
      assertThat(console.run("stop", "api").out()).startsWith("┌").doesNotContain("✓");
      assertThat(console.run("stop", "api").err()).isEqualTo("[reeve] api[0] ✓\n");
      assertThat(console.program("pm2").run("stop", "api").err()).isEqualTo("[pm2] api[0] ✓\n");
    }
  }

  @Test
  void silence_mutes_all_but_data() throws Exception {
    try (var console = console()) {
      assertThat(console.run("-s", "stop", "api")).isEqualTo(new Console.Run(0, "", ""));
      assertThat(console.run("nope", "--silent")).isEqualTo(new Console.Run(2, "", ""));
      assertThat(console.run("jlist", "-s").out()).startsWith("[{");
      console.env("PM2_SILENT", "true");
      assertThat(console.run("delete", "api")).isEqualTo(new Console.Run(0, "", ""));
    }
  }

  @Test
  void wrong_usage_ends_with_2_and_names_the_nearest() throws Exception {
    try (var console = console()) {
      usage(console.run("strat", "app.js"), "unknown command 'strat'; did you mean 'start'?");
      usage(console.run("ls", "--slient"), "unknown option '--slient'; did you mean '--silent'?");
      usage(
          console.run("start", "app.js", "--max-memry-restart", "1G"),
          "unknown option '--max-memry-restart'; did you mean '--max-memory-restart'?");
      usage(
          console.run("start", "app.js", "--max-memory-restart", "lots"),
          "--max-memory-restart: 'lots' is not bytes or a number with K, M or G;"
              + " write it like this: 512M");
      usage(
          console.run("start", "app.js", "-i"),
          "-i needs a value; write a whole number up to 10000, or max");
      usage(console.run("stop"), "'stop' needs to know which; usage: stop <name|id|");
      usage(console.run("stop", "/[/"), "/[/ is no regular expression: Unclosed character class");
      usage(console.run("start"), "'start' needs to know what, and there is no ecosystem");
      usage(console.run("id"), "'id' takes one word; usage: id <name>");
      usage(console.run("help", "lst"), "unknown command 'lst'; did you mean");
      assertThat(console.asked()).isEmpty();
    }
  }

  @Test
  void every_other_command_of_pm2_is_recognised_and_answered_honestly() throws Exception {
    try (var console = console()) {
      for (var word : Instead.words()) {
        var run = console.run(word);
        assertThat(run.err()).contains("'" + word + "' is not what Reeve does; ").hasLineCount(1);
        assertThat(run.exit()).isEqualTo(Exits.FAILED);
      }
      for (var word : CommandTable.OF_THE_SERVICE) {
        var run = console.run(word);
        assertThat(run.err()).contains("'" + word + "' is for the paid web service");
        assertThat(run.exit()).isEqualTo(Exits.FAILED);
      }
    }
  }

  @Test
  void monit_hands_the_terminal_over_and_refuses_what_is_none() throws Exception {
    try (var console = console()) {
      assertThat(console.run("monit").err()).contains("monit needs a terminal");
      assertThat(console.run("monit").exit()).isEqualTo(Exits.FAILED);
      assertThat(console.handedOver()).isEmpty();
      console.columns(80).colours();
      for (var word : List.of("monit", "imonit", "dashboard", "dash")) {
        assertThat(console.run(word).exit()).isZero();
      }
      assertThat(console.run("monit", "--no-color").exit()).isZero();
      assertThat(console.handedOver())
          .hasSize(5)
          .startsWith(console.home() + " true")
          .endsWith(console.home() + " false");
      assertThat(console.env("TERM", "dumb").run("monit").exit()).isEqualTo(Exits.FAILED);
    }
  }

  private static void usage(Console.Run run, String part) {
    assertThat(run.err()).contains(part);
    assertThat(run.exit()).isEqualTo(Exits.USAGE);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void start_takes_a_script_with_options_anywhere_and_its_arguments_after_the_dashes()
      throws Exception {
    try (var console = console().file("app.js", "")) {
      var run =
          console.run(
              "-n",
              "web",
              "start",
              "-i2",
              "app.js",
              "--no-autorestart",
              "--kill-timeout=5s",
              "--stop-exit-codes",
              "0",
              "143",
              "-o",
              "/dev/null",
              "--",
              "-n",
              "x");

      assertThat(run.exit()).isZero();
      assertThat(run.err()).contains("web (2 instances): ").contains("web[0] ✓");
      var spec = started(console).getFirst();
      assertThat(spec.name()).isEqualTo("web");
      assertThat(spec.instances().count()).isEqualTo(2);
      assertThat(spec.restart().auto()).isFalse();
      assertThat(spec.restart().stopExitCodes()).containsExactly(0, 143);
      assertThat(spec.stop().killTimeout()).hasSeconds(5);
      assertThat(spec.logs().outFile()).isNull();
      assertThat(spec.command().args()).containsExactly("-n", "x");
    }
  }

  static List<AppSpec> started(Console console) {
    return console.asked().stream()
        .flatMap(each -> each instanceof Request.Start(var specs, _) ? specs.stream() : null)
        .toList();
  }

  @Test
  void start_of_a_running_script_needs_force() throws Exception {
    try (var console = console().file("api.js", "")) {
      var refused = console.run("start", "api.js");

      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.err()).contains("api is in the list already; 'restart api' restarts it");
      assertThat(started(console)).isEmpty();
      assertThat(console.run("start", "-f", "api.js").exit()).isZero();
      assertThat(console.asked()).contains(new Request.Start(started(console), true));
    }
  }

  @Test
  void start_of_a_known_app_resumes_it() throws Exception {
    try (var console = console()) {
      assertThat(console.run("start", "api", "0").exit()).isZero();
      assertThat(console.asked()).contains(new Request.Resume(List.of("api", "0")));
    }
  }

  @Test
  void apps_of_a_file_start_even_if_another_can_not_and_the_exit_code_says_so() throws Exception {
    try (var console = console().file("app.js", "")) {
      console.file(
          "apps.json",
          "{\"apps\": [{\"name\": \"a\", \"script\": \"app.js\"},"
              + "{\"name\": \"b\", \"script\": \"app.js\", \"interpreter\": \"no-such\"}]}");

      var run = console.run("start", "apps.json");

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).contains("apps.json: b.interpreter: 'no-such' is not in").contains("✓");
      assertThat(started(console)).extracting(AppSpec::name).containsExactly("a");
    }
  }

  @Test
  void standard_input_may_hold_the_file() throws Exception {
    try (var console = console().file("app.js", "")) {
      assertThat(console.runWith("{'script': 'app.js'}", "start", "-").exit()).isZero();
      assertThat(started(console)).extracting(AppSpec::name).containsExactly("app");
    }
  }

  @Test
  void restart_keeps_the_environment_unless_told() throws Exception {
    try (var console = console().env("FRESH", "1")) {
      console.run("restart", "api");
      console.run("restart", "api", "-a");

      var envs = new ArrayList<Map<String, String>>();
      for (var each : console.asked()) {
        if (each instanceof Request.Restart(_, var env)) {
          envs.add(env == null ? Map.of() : env.caller());
        }
      }
      assertThat(envs).hasSize(2);
      assertThat(envs.getFirst()).isEmpty();
      assertThat(envs.getLast()).containsEntry("FRESH", "1");
    }
  }

  @Test
  void write_is_answered_with_a_warning() throws Exception {
    try (var console = console()) {
      var run = console.run("start", "api", "-w");
      assertThat(run.err()).contains("--write writes no file; 'init'");
      assertThat(run.exit()).isZero();
    }
  }

  @Test
  void an_outcome_that_is_not_ok_ends_with_1_and_its_reason() throws Exception {
    var outcomes =
        List.of(
            Console.outcome(0, "a", true, ""),
            Console.outcome(1, "b", false, "errored: exit code 1"));
    try (var console =
        new Console(folder)
            .daemon(request ->
                request instanceof Request.Listing
                    ? new Reply.Views(List.of())
                    : new Reply.Done(outcomes))) {
      var run = console.run("restart", "all");

      assertThat(run.exit()).isEqualTo(1);
      assertThat(run.err()).contains("a[0] ✓").contains("b[1] ✗ errored: exit code 1");
    }
  }

  @Test
  void startup_says_which_init_systems_it_knows() throws Exception {
    try (var console = console()) {
      var known = "it knows systemd, systemd-user, openrc and systemv";
      assertThat(console.run("startup", "initng").err()).contains("is no init system", known);
      assertThat(console.run("startup", "upstart").err()).contains("not supported", "systemv");
      assertThat(console.run("startup", "launchd").err()).contains("is not of Linux");
      assertThat(console.run("unstartup", "systemd", "openrc").exit()).isEqualTo(Exits.USAGE);
    }
  }

  @Test
  void a_refusal_ends_with_1_and_its_hint() throws Exception {
    try (var console = console()) {
      assertThat(console.run("describe", "none"))
          .isEqualTo(new Console.Run(1, "", "[reeve][ERROR] none doesn't exist; see 'list'\n"));
    }
  }

  @Test
  void progress_is_shown_on_a_terminal_only() throws Exception {
    FakeDaemon.Turn slow =
        new FakeDaemon.Turn(
            List.of(new Push.Progress(1, 2, "api")), new Reply.Done(List.of()), List.of(), false);
    try (var console =
        new Console(folder)
            .story(request ->
                request instanceof Request.Stop
                    ? slow
                    : FakeDaemon.Turn.of(Usual.reply(request)))) {
      assertThat(console.run("stop", "api").err()).isEmpty();
      assertThat(console.columns(80).run("stop", "api").err())
          .isEqualTo("\r[==========          ] 1/2 api\u001b[K\r\u001b[K");
    }
  }

  @Test
  void no_daemon_to_be_had_ends_with_3_and_kill_needs_none() throws Exception {
    var console =
        new Console(folder).file("launcher", "#!/bin/sh\necho 'error: this kernel is too old'\n");
    assertThat(folder.resolve("launcher").toFile().setExecutable(true)).isTrue();

    assertThat(console.run("ls"))
        .isEqualTo(
            new Console.Run(
                3,
                "",
                "[reeve] no daemon yet: starting one for "
                    + console.home().root()
                    + "\n[reeve][ERROR] the daemon could not be started:"
                    + " this kernel is too old\n"));
    assertThat(console.run("kill").exit()).isZero();
  }

  @Test
  void cleardump_leaves_an_empty_list_for_the_owner_only() throws Exception {
    try (var console = console()) {
      Files.writeString(console.home().savedList(), "old");

      assertThat(console.run("cleardump").exit()).isZero();
      assertThat(Files.readString(console.home().savedList()))
          .isEqualTo(
              "{\"reeve\":1,\"cleared\":true,\"callers\":[],\"specs\":[],\"instances\":[]}\n");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(console.home().savedList())))
          .isEqualTo("rw-------");
    }
  }
}
