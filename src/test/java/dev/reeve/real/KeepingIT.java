package dev.reeve.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import dev.reeve.real.RealHome.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// docs/boot.md, "The saved list".
class KeepingIT {
  private static final String FOREVER = "exec sleep 1000";

  private final RealHome real = new RealHome();

  @AfterEach
  void end() throws Exception {
    real.close();
  }

  private Reply command(Request request) throws Exception {
    var reply = real.ask(request);
    assertThat(reply).isNotInstanceOf(Reply.Refused.class);
    return reply;
  }

  /// What the saved list wants of each app, by name.
  private Map<String, String> wanted() throws Exception {
    var wanted = new TreeMap<String, String>();
    var list = dev.reeve.model.Json.parseObject(Files.readString(real.home().savedList()));
    list.objects("instances")
        .forEach(row -> wanted.put(row.text("name", ""), row.text("wanted", "")));
    return wanted;
  }

  private void untilWanted(Map<String, String> expected) throws Exception {
    RealHome.eventually(() -> wanted().equals(expected));
  }

  private void killTheDaemon() throws Exception {
    long daemon = real.daemonPid();
    command(new Request.Kill(false));
    RealHome.eventually(() -> !RealHome.alive(daemon));
  }

  @Test
  void nothing_is_saved_until_the_user_saves_and_then_all_that_the_user_does() throws Exception {
    real.startShell(App.of("one", FOREVER));
    killTheDaemon();
    assertThat(real.home().savedList()).doesNotExist();

    real.startShell(App.of("one", FOREVER));
    command(new Request.Save(false));
    real.startShell(App.of("two", FOREVER));
    untilWanted(Map.of("one", "up", "two", "up"));
    command(new Request.Stop(List.of("one")));
    untilWanted(Map.of("one", "down", "two", "up"));
    command(new Request.Delete(List.of("two")));
    untilWanted(Map.of("one", "down"));
    assertThat(Files.readString(real.home().savedListBefore())).contains("\"two\"");
  }

  @Test
  void delete_all_leaves_the_saved_list_and_says_so() throws Exception {
    real.startShell(App.of("one", FOREVER));
    real.startShell(
        App.of("slow", "trap 'sleep 2; exit' TERM INT; echo up; while :; do sleep 0.1; done"));
    RealHome.eventually(() -> real.log("slow-out.log").contains("up"));
    command(new Request.Save(false));
    assertThat(real.run("delete", "all").err()).contains("the saved list is kept");
    killTheDaemon();
    assertThat(wanted()).isEqualTo(Map.of("one", "up", "slow", "up"));

    command(new Request.Resurrect());
    assertThat(real.view("one").status()).isEqualTo(Status.ONLINE);
    command(new Request.Delete(List.of("all")));
    assertThat(real.run("save", "--force").code()).isZero();
    assertThat(wanted()).isEmpty();
  }

  @Test
  void what_an_app_does_itself_and_the_end_of_the_daemon_change_nothing() throws Exception {
    real.startShell(App.of("dies", "exit 1").patience(1, java.time.Duration.ofHours(1)));
    real.startShell(App.of("lives", FOREVER));
    real.until("dies", Status.ERRORED);
    command(new Request.Save(false));
    command(new Request.Stop(List.of("lives")));
    killTheDaemon();
    assertThat(wanted()).isEqualTo(Map.of("dies", "up", "lives", "down"));
    command(new Request.Resurrect());
    assertThat(real.view("lives").status()).isEqualTo(Status.STOPPED);
    command(new Request.Delete(List.of("lives")));
    untilWanted(Map.of("dies", "up"));
  }

  @Test
  void a_daemon_without_its_apps_does_not_overwrite_the_list_that_holds_them() throws Exception {
    real.startShell(App.of("one", FOREVER));
    real.startShell(App.of("two", FOREVER));
    command(new Request.Save(false));
    killTheDaemon();
    var saved = Files.readString(real.home().savedList());

    real.startShell(App.of("other", FOREVER));
    command(new Request.Delete(List.of("other")));
    killTheDaemon();
    assertThat(real.home().savedList()).hasContent(saved);

    real.startShell(App.of("one", FOREVER));
    real.startShell(App.of("two", FOREVER));
    command(new Request.Stop(List.of("two")));
    untilWanted(Map.of("one", "up", "two", "down"));
  }

  @Test
  void it_can_be_turned_off_and_a_cleared_list_stays_cleared() throws Exception {
    real.startShell(App.of("one", FOREVER));
    command(new Request.Save(false));
    assertThat(real.run("set", "reeve:autosave", "perhaps").code()).isEqualTo(1);
    assertThat(real.run("set", "reeve:autosave", "false").code()).isZero();
    command(new Request.Delete(List.of("all")));
    killTheDaemon();
    assertThat(wanted()).isEqualTo(Map.of("one", "up"));

    command(new Request.Resurrect());
    assertThat(real.run("unset", "reeve:autosave").code()).isZero();
    assertThat(real.run("cleardump").code()).isZero();
    command(new Request.Stop(List.of("one")));
    killTheDaemon();
    assertThat(wanted()).isEmpty();
  }

  @Test
  void a_torn_list_gives_way_to_the_one_before_and_says_so() throws Exception {
    real.startShell(App.of("one", FOREVER));
    command(new Request.Save(false));
    real.startShell(App.of("two", FOREVER));
    command(new Request.Save(false));
    killTheDaemon();
    var whole = Files.readString(real.home().savedList());
    Files.writeString(real.home().savedList(), whole.substring(0, whole.length() / 2));
    var said = real.run("resurrect");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.err()).contains("torn", "dump.pm2.broken", "dump.pm2.bak");
    assertThat(real.list()).extracting(InstanceView::name).containsExactly("one");
  }

  /// The list is PM2's own: its command line has written it.
  @Test
  void what_pm2_saved_comes_up() throws Exception {
    var up = real.file("up.js", "setInterval(() => {}, 1000)");
    pm2("start", up.toString(), "--name", "up", "--max-memory-restart", "300M");
    pm2("start", up.toString(), "--name", "down");
    pm2("stop", "down");
    pm2("save");
    var daemon = Pm2Daemon.of(real.home().root());
    pm2("kill");
    daemon.untilGone();
    var said = real.run("resurrect");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(real.view("up").status()).isEqualTo(Status.ONLINE);
    assertThat(real.view("down").status()).isEqualTo(Status.STOPPED);
    assertThat(real.run("describe", "up").out()).contains("300");
  }

  private void pm2(String... words) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<String>();
    command.add(RealHome.TOOLS.resolve("node_modules/.bin/pm2").toString());
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PM2_HOME", real.home().root().toString());
    builder.environment().put("HOME", real.folder().toString());
    var output = Path.of(real.folder().toString(), "pm2.out");
    var process = builder.redirectOutput(output.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(output, UTF_8)).isZero();
  }

  @Test
  void an_app_whose_interpreter_is_gone_is_in_the_list_with_a_sentence() throws Exception {
    var bin = real.folder().resolve("versions/v1/bin");
    Files.createDirectories(bin);
    Files.createSymbolicLink(bin.resolve("myshell"), Path.of("/bin/sh"));
    var script = real.file("app.sh", "exec sleep 1000");
    real.with("PATH", bin + ":" + System.getenv("PATH"));
    var said = real.run("start", script.toString(), "--interpreter", "myshell", "--name", "app");
    assertThat(said.code()).as(said.err()).isZero();
    command(new Request.Save(false));
    killTheDaemon();
    Files.delete(bin.resolve("myshell"));

    said = real.run("resurrect");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("app[0]", "its interpreter 'myshell'", "install it");
    assertThat(real.view("app").status()).isEqualTo(Status.ERRORED);
    killTheDaemon();
    assertThat(wanted()).isEqualTo(Map.of("app", "up"));
  }
}
