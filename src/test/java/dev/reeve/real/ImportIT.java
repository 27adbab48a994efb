package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.AppSpec;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Json;
import dev.reeve.model.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// docs/migrating.md, with npm's own pm2 in the home that is its usual one.
class ImportIT {
  private static final Path PAGE = Path.of("docs/migrating.md");

  private final RealHome real = new RealHome();
  private final Path npmHome = real.folder().resolve(".pm2");
  private final Path script = real.folder().resolve("app.js");

  @BeforeEach
  void prepare() throws IOException {
    real.file("app.js", "console.log('up', process.env.COLOUR); setInterval(() => {}, 1000)");
  }

  @AfterEach
  void end() throws Exception {
    if (Files.exists(npmHome.resolve("rpc.sock"))) {
      var daemon = Pm2Daemon.of(npmHome);
      pm2("kill");
      daemon.untilGone();
    }
    real.close();
  }

  private RealHome.Said pm2(String... words) throws Exception {
    var command = new ArrayList<String>();
    command.add(RealHome.TOOLS.resolve("node_modules/.bin/pm2").toString());
    command.addAll(List.of(words));
    var output = real.folder().resolve("pm2.out");
    var builder =
        new ProcessBuilder(command)
            .directory(real.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PM2_"));
    builder.environment().put("HOME", real.folder().toString());
    builder.environment().put("COLOUR", "green");
    var process = builder.start();
    process.getOutputStream().close();
    int code = process.waitFor();
    return new RealHome.Said(code, Files.readString(output), "");
  }

  private void started(String name, String... more) throws Exception {
    var words = new ArrayList<>(List.of("start", script.toString(), "--name", name));
    words.addAll(List.of(more));
    assertThat(pm2(words.toArray(String[]::new)).code()).isZero();
  }

  /// The lines of the page's first block below a heading.
  private static List<String> typed(String heading) throws IOException {
    var page = Files.readString(PAGE);
    return page.substring(page.indexOf("\n## " + heading + "\n"))
        .lines()
        .skip(2)
        .dropWhile(line -> !line.startsWith("    "))
        .takeWhile(line -> line.startsWith("    "))
        .map(line -> line.replaceFirst("#.*", "").strip())
        .toList();
  }

  /// Runs a line of the page as it stands there.
  private RealHome.Said type(String line) throws Exception {
    var words = line.split(" +", -1);
    var rest = Arrays.copyOfRange(words, 1, words.length);
    var said = words[0].equals("pm2") ? pm2(rest) : real.run(rest);
    assertThat(said.code()).as(line + ": " + said.out() + said.err()).isZero();
    return said;
  }

  private List<String> namesOfPm2() throws Exception {
    var list = pm2("jlist").out();
    var apps =
        (List<?>) java.util.Objects.requireNonNull(Json.parse(list.lines().toList().getLast()));
    return apps.stream().map(app -> String.valueOf(((Map<?, ?>) app).get("name"))).toList();
  }

  @Test
  void the_lines_of_the_page_move_a_server_over_and_back() throws Exception {
    started("before");
    started("api", "-i", "2", "--max-memory-restart", "300M");
    started("resting");
    pm2("stop", "resting");
    pm2("delete", "before");
    var said = new ArrayList<String>();
    for (var line : typed("Over")) {
      said.add(type(line).out());
    }
    assertThat(said.get(1)).contains("api: is started, 2 instances, cluster mode, " + script);
    assertThat(said.get(1)).contains("resting: stays stopped, 1 instance, fork mode, " + script);

    assertThat(real.list()).extracting(InstanceView::name).containsExactly("api", "api", "resting");
    assertThat(real.list()).extracting(view -> view.id().number()).containsExactly(1, 2, 3);
    assertThat(real.until("api", Status.ONLINE).mode()).isEqualTo(AppSpec.ExecMode.CLUSTER);
    assertThat(real.view("resting").status()).isEqualTo(Status.STOPPED);
    RealHome.eventually(() -> real.log("api-out-2.log").contains("up green"));
    assertThat(real.run("describe", "api").out()).contains("300");
    assertThat(real.home().savedList()).content().contains("resting");
    assertThat(npmHome.resolve("dump.pm2")).content().startsWith("[");

    for (var line : typed("Back")) {
      type(line);
    }
    assertThat(namesOfPm2()).containsExactlyInAnyOrder("api", "api", "resting");
  }

  @Test
  void while_pm2_runs_nothing_is_started() throws Exception {
    started("api");
    pm2("save");
    var said = real.run("import");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("PM2 still runs in " + npmHome, "nothing was done", "pm2 kill");
    said = real.run("import", "--dry-run");
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("api: is started, 1 instance, fork mode");
    assertThat(said.err()).contains("is as old as 'pm2 save'");
    assertThat(real.home().pidFile()).doesNotExist();
  }

  /// A process with its title, which ends by itself.
  @Test
  void a_pm2_on_its_way_out_is_waited_for() throws Exception {
    real.file(
        ".pm2/dump.pm2",
        "[{\"name\": \"api\", \"pm_exec_path\": \"/bin/sleep\", \"args\": [\"1000\"]}]");
    var title = "PM2 v7.0.4: God Daemon (" + npmHome + ")";
    var end = real.file("end.sh", "sleep 1.5\n");
    var leaving =
        new ProcessBuilder("bash", "-c", "exec -a '" + title + "' sh")
            .redirectInput(end.toFile())
            .start();
    var cmdline = Path.of("/proc/" + leaving.pid() + "/cmdline");
    RealHome.eventually(() -> Files.readString(cmdline).equals(title + "\0"));
    var said = real.run("import");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(leaving.waitFor()).isZero();
    assertThat(real.list()).extracting(InstanceView::name).containsExactly("api");
  }

  @Test
  void what_cannot_be_taken_over_is_said_and_the_rest_is() throws Exception {
    started("api");
    started("twin");
    Files.copy(script, real.folder().resolve("gone.js"));
    pm2("start", "gone.js");
    pm2("save");
    pm2("kill");
    Files.delete(real.folder().resolve("gone.js"));
    real.startShell(RealHome.App.of("twin", "exec sleep 1000"));
    int pid = real.view("twin").pid();

    var said = real.run("import");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err())
        .contains("gone is left out: its script", "does not exist")
        .contains("twin is left out: an app of that name is in the list here")
        .contains("not all was taken over");
    assertThat(real.list()).extracting(InstanceView::name).containsExactlyInAnyOrder("api", "twin");
    assertThat(real.view("twin").pid()).isEqualTo(pid);
  }

  @Test
  void what_outlived_a_killed_pm2_gets_no_twin() throws Exception {
    var sleeper = real.file("sleeper.sh", "#!/bin/sh\nwhile :; do sleep 1; done\n");
    assertThat(pm2("start", sleeper.toString(), "--interpreter", "sh").code()).isZero();
    pm2("save");
    long daemon = Long.parseLong(Files.readString(npmHome.resolve("pm2.pid")).strip());
    long app = Long.parseLong(Files.readString(npmHome.resolve("pids/sleeper-0.pid")).strip());
    ProcessHandle.of(daemon).orElseThrow().destroyForcibly();
    RealHome.eventually(() -> !RealHome.alive(daemon));
    try {
      var said = real.run("import");
      assertThat(said.code()).isEqualTo(1);
      assertThat(said.err())
          .contains("it still runs as pid " + app + ", without PM2; end it first");
      assertThat(real.list()).isEmpty();
    } finally {
      ProcessHandle.of(app).orElseThrow().destroyForcibly();
      Files.delete(npmHome.resolve("rpc.sock"));
    }
  }

  @Test
  void settings_and_modules_come_along_in_their_version() throws Exception {
    real.file(
        "probe/package.json",
        "{\"name\": \"probe\", \"version\": \"1.2.3\", \"main\": \"run.js\"}");
    real.file("probe/run.js", "console.log(process.env.probe); setInterval(() => {}, 1000)");
    var tar = real.folder().resolve("probe-1.2.3.tgz").toString();
    var folder = real.folder().toString();
    assertThat(new ProcessBuilder("tar", "czf", tar, "-C", folder, "probe").start().waitFor())
        .isZero();
    assertThat(pm2("install", "probe-1.2.3.tgz").out()).contains("successfully installed");
    pm2("set", "probe:port", "9090");
    pm2("set", "pm2-logrotate:max_size", "50M");
    started("api");
    pm2("save");
    pm2("kill");

    assertThat(real.run("import", "--dry-run", "--from", ".pm2").out())
        .contains("pm2-logrotate:max_size 50M", "module probe 1.2.3");
    var said = real.run("import", "--from", npmHome.toString());
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("│ probe ", "│ 1.2.3 ", "│ api ");
    assertThat(real.run("get", "pm2-logrotate:max_size").out()).isEqualTo("50M\n");
    RealHome.eventually(() -> real.log("probe-out.log").contains("{\"port\":\"9090\"}"));
    assertThat(npmHome.resolve("modules/probe/node_modules/probe/run.js")).exists();
  }

  @Test
  void what_is_no_list_of_pm2s_is_refused_with_what_to_do() throws Exception {
    assertThat(real.run("import").err()).contains("PM2 has saved no list in " + npmHome);
    real.file(".pm2/dump.pm2", "[{\"name\": \"api\"");
    assertThat(real.run("import").err()).contains("dump.pm2 is no list of PM2's");
    real.file(".pm2/dump.pm2", "{\"reeve\": 1}");
    var said = real.run("import", "--dry-run");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("is no list of PM2's", "'resurrect'");
    real.file(".pm2/dump.pm2.bak", "[{\"name\": \"api\", \"pm_exec_path\": \"" + script + "\"}]");
    assertThat(real.run("import", "--dry-run").out()).contains("api: is started");
    assertThat(real.home().pidFile()).doesNotExist();
  }
}
