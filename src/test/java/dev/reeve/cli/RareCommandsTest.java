package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands that are typed once in a while.
class RareCommandsTest {
  @TempDir Path folder;

  @Test
  void an_ecosystem_file_is_written_once() throws Exception {
    try (var console = new Console(folder)) {
      var file = folder.resolve("ecosystem.config.js");
      assertThat(console.run("init", "simple").exit()).isZero();
      assertThat(Files.readString(file)).contains("name: \"app1\"").doesNotContain("deploy");
      var again = console.run("ecosystem");
      assertThat(again.exit()).isEqualTo(Exits.FAILED);
      assertThat(again.err()).contains("is there already, and stays; -f writes it anew");
      assertThat(console.program("pm2").run("ecosystem", "-f").exit()).isZero();
      assertThat(Files.readString(file)).contains("deploy: {", "npm ci && pm2 reload");
      var wrong = console.run("init", "complex");
      assertThat(wrong.exit()).isEqualTo(Exits.USAGE);
      assertThat(wrong.err()).contains("'complex' is no kind of file; write 'simple' or nothing");
    }
  }

  @Test
  void a_sample_is_written_and_can_be_read() throws Exception {
    try (var console = new Console(folder).daemon(Usual::reply)) {
      assertThat(console.run("create").out()).contains("http-server: ", "python-app: ");
      assertThat(console.run("create", "python-app", "mine").exit()).isZero();
      assertThat(folder.resolve("mine/app.py")).exists();
      var run = console.run("start", "mine/ecosystem.config.js");
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.err()).contains("python-app: " + folder.toRealPath() + "/mine/app.py");
      assertThat(console.run("create", "python-app", "mine").exit()).isEqualTo(Exits.FAILED);
      assertThat(console.run("create", "java-app").err()).contains("there is no 'java-app'");
    }
  }

  @Test
  void every_example_is_understood() throws Exception {
    try (var console = new Console(folder).program("pm2")) {
      var lines = console.run("examples").out().lines().filter(each -> each.startsWith("    "));
      for (var line : lines.flatMap(each -> each.strip().lines()).toList()) {
        for (var command : line.split(" && ", -1)) {
          assertThat(command).startsWith("pm2 ");
          var words = command.substring("pm2 ".length()).split(" ", -1);
          assertThat(ArgumentParser.parse(words).command().name()).isNotEqualTo("help");
        }
      }
    }
  }

  @Test
  void a_report_holds_no_secret_and_starts_no_daemon() throws Exception {
    try (var console = new Console(folder)) {
      assertThat(console.run("report").out()).contains("version  0.1.0", "no daemon is running");
      assertThat(console.home().socket()).doesNotExist();
    }
    try (var console = new Console(folder).daemon(Usual::reply)) {
      Files.writeString(
          console.home().daemonLog(),
          "api[0] failed: password=hunter2 token: abc at https://me:geheim@host/x\n");
      var run = console.run("report");
      assertThat(run.exit()).isZero();
      assertThat(run.out())
          .contains("0  api  online  pid 4000", "api[0] failed: password=**** token: ****")
          .contains("https://****@host/x")
          .doesNotContain("hunter2", "abc", "geheim");
    }
  }

  @Test
  void the_machine_is_shown_as_node_prints_objects() throws Exception {
    try (var console = new Console(folder)) {
      var run = console.run("slist", "--tree");
      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(run.out())
          .startsWith("{\n  'CPU Usage': { value: ")
          .containsPattern("'RAM Total': \\{ value: \\d{6,}, type: 'metric', unit: 'b', histor")
          .containsPattern("'net:rx_5:lo': \\{ value: ");
      assertThat(console.run("sysinfos").out()).contains("'RAM Usage'");
    }
  }
}
