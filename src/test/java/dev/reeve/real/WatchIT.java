package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.InstanceView;
import dev.reeve.model.Json;
import dev.reeve.model.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// docs/watch.md: apps that are restarted when real files change. Where nothing shall happen, a
/// change that counts follows: what was seen last names all changes since the restart before.
class WatchIT {
  private final RealHome real = new RealHome();

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  /// An app in the folder `app` that says what stands in `version`, and waits.
  private RealHome.Said start(String name, String more) throws Exception {
    if (!Files.exists(app("version"))) {
      write("version", "1");
    }
    real.file("app/run.sh", "echo \"runs $(cat version)\"; while :; do sleep 0.02; done\n");
    var text =
        "{ \"name\": \"%s\", \"script\": \"run.sh\", \"cwd\": \"./app\" %s }".formatted(name, more);
    var said = real.run("start", real.file(name + ".json", text).toString());
    assertThat(said.code()).as(said.err()).isZero();
    watched(name);
    return said;
  }

  private Path app(String file) {
    return real.folder().resolve("app").resolve(file);
  }

  private void write(String file, String text) throws IOException {
    real.file("app/" + file, text);
  }

  private void watched(String name) throws Exception {
    RealHome.eventually(() -> real.run("describe", name).out().matches("(?s).*\\d+ folders?.*"));
  }

  /// Waits until a file that is written now is the only one that was seen since. No restart need
  /// follow: a run that begins afterwards has it.
  private void settled(String name) throws Exception {
    RealHome.eventually(() -> {
      var last = changed(name);
      var mark = "mark-" + System.nanoTime();
      write(mark, "");
      RealHome.eventually(() -> !changed(name).equals(last));
      return changed(name).equals(mark + " changed");
    });
  }

  private String changed(String name) throws Exception {
    var said = real.run("describe", name).out();
    var line = said.lines().filter(each -> each.contains("last change")).findFirst().orElse("");
    return line.replaceFirst(".*last change\\s*│\\s*", "").replaceFirst("\\s*│\\s*$", "");
  }

  private InstanceView restarted(String name, int times) throws Exception {
    return real.until(name, view -> view.restarts() >= times && view.status() == Status.ONLINE);
  }

  @Test
  void a_burst_of_writes_is_one_restart_of_all_instances() throws Exception {
    start("shop", ", \"watch\": true, \"instances\": 2, \"watch_delay\": 400");
    var before = real.list().stream().map(InstanceView::restarts).toList();

    // It is seen as the one burst that it is, however slow this machine writes.
    signalDaemon("STOP");
    for (int i = 0; i < 50; i++) {
      write("src/new/deep/" + i + ".js", "x");
    }
    signalDaemon("CONT");
    restarted("shop", before.getFirst() + 1);
    settled("shop");

    var after = real.list().stream().map(InstanceView::restarts).toList();
    assertThat(real.daemonLog()).containsPattern("shop\\[0] online → stopping \\(src changed, and");
    assertThat(real.daemonLog()).containsPattern("shop\\[1] online → stopping \\(src changed, and");
    assertThat(after.getFirst() - before.getFirst()).isBetween(1, 9);
    assertThat(after.get(1) - before.get(1)).isBetween(1, 9);
    assertThat(real.run("ls").out()).contains("enabled");
    assertThat(real.run("describe", "shop").out()).contains("✔", "the exec cwd");
    var list = Json.parseObject("{\"list\":" + real.run("jlist").out() + "}").objects("list");
    var shown = list.getFirst().object("pm2_env");
    assertThat(shown.flag("watch", false)).isTrue();
    assertThat(shown.number("watch_delay", 0)).isEqualTo(400);
  }

  private void signalDaemon(String name) throws Exception {
    var pid = String.valueOf(real.daemonPid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /// Each level is watched when it is there, folders that come later too, and moved ones.
  @Test
  void a_folder_that_comes_later_is_watched_with_all_below_it() throws Exception {
    start("shop", ", \"watch\": true");
    Files.createDirectories(app("lib/one/two"));
    assertThat(seen("shop", () -> write("lib/one/two/a.js", "x")))
        .isEqualTo("lib/one/two/a.js changed");
    Files.move(app("lib"), app("lib2"));
    assertThat(seen("shop", () -> write("lib2/one/two/a.js", "y")))
        .isEqualTo("lib2/one/two/a.js changed");
    assertThat(seen("shop", () -> Files.delete(app("lib2/one/two/a.js"))))
        .isEqualTo("lib2/one/two/a.js changed");
    write("lib2/b~", "x");
    var atomic = StandardCopyOption.ATOMIC_MOVE;
    assertThat(seen("shop", () -> Files.move(app("lib2/b~"), app("lib2/b.js"), atomic)))
        .isEqualTo("lib2/b~ changed, and 1 more");
  }

  private interface Change {
    void make() throws Exception;
  }

  /// What is seen next when something is done.
  private String seen(String name, Change change) throws Exception {
    settled(name);
    var last = changed(name);
    change.make();
    RealHome.eventually(() -> !changed(name).equals(last));
    return changed(name);
  }

  @Test
  void what_is_left_out_is_not_seen() throws Exception {
    Files.createDirectories(app("node_modules/x"));
    Files.createDirectories(app("tmp"));
    start(
        "shop",
        ", \"watch\": true, \"ignore_watch\": [\"tmp\", \"*.md\", \"[.]bak$\"],"
            + " \"out_file\": \"./logs/out.log\", \"error_file\": \"./logs/err.log\","
            + " \"pid_file\": \"./shop.pid\", \"watch_delay\": 300");
    var seen =
        seen(
            "shop",
            () -> {
              write("node_modules/x/a.js", "x");
              write(".env", "x");
              write("tmp/a.js", "x");
              write("README.md", "x");
              write("a.bak", "x");
              // A rotated log, and our own pid file.
              write("logs/out__2026-01-01_00-00-00.log", "x");
              write("shop.pid", "1");
              write("app.js", "x");
            });
    assertThat(seen).isEqualTo("app.js changed");
  }

  @Test
  void paths_and_globs_may_be_named_and_need_not_be_there_yet() throws Exception {
    start("bell", ", \"watch\": [\"begin\", \"mark-*\", \"dist\", \"*.json\"]");
    var json =
        seen(
            "bell",
            () -> {
              write("app.js", "x");
              write("a.json", "x");
            });
    assertThat(json).isEqualTo("a.json changed");
    assertThat(seen("bell", () -> write("dist/a.js", "x"))).startsWith("dist changed");
    assertThat(seen("bell", () -> write("dist/b.js", "x"))).isEqualTo("dist/b.js changed");
  }

  /// The old run is slow to leave: what changes meanwhile is in the next one.
  @Test
  void a_change_during_a_restart_is_not_lost() throws Exception {
    write("version", "1");
    real.file(
        "app/slow.sh",
        """
        trap 'while [ ! -e go ]; do sleep 0.02; done; exit 0' INT
        echo "runs $(cat version)"; while :; do sleep 0.02; done
        """);
    var file =
        real.file(
            "slow.json",
            "{ \"name\": \"slow\", \"script\": \"slow.sh\", \"cwd\": \"./app\", \"watch\":"
                + " [\"version\"], \"kill_timeout\": \"60s\" }");
    assertThat(real.run("start", file.toString()).code()).isZero();
    RealHome.eventually(() -> real.log("slow-out.log").contains("runs 1"));
    RealHome.eventually(() -> {
      write("version", "2");
      return real.view("slow").status() == Status.STOPPING;
    });
    write("version", "3");
    write("go", "");
    RealHome.eventually(() -> real.log("slow-out.log").endsWith("runs 3\n"));
  }

  @Test
  void a_stopped_app_stays_down_and_one_that_was_given_up_is_started() throws Exception {
    start("down", ", \"watch\": true");
    real.run("stop", "down");
    real.file("app/bad.sh", "test -e good || exit 3; while :; do sleep 0.02; done\n");
    var bad =
        "{ \"name\": \"bad\", \"script\": \"bad.sh\", \"cwd\": \"./app\", \"watch\": true,"
            + " \"max_restarts\": 1 }";
    real.run("start", real.file("bad.json", bad).toString());
    real.until("bad", Status.ERRORED);

    RealHome.eventually(() -> {
      write("good", "x");
      return real.view("bad").status() == Status.ONLINE;
    });

    assertThat(real.view("down").status()).isEqualTo(Status.STOPPED);
    assertThat(real.view("down").pid()).isZero();
  }

  /// What is done and not restarted is done again; so tests are run on every change.
  @Test
  void one_that_has_ended_by_itself_runs_again() throws Exception {
    real.file("app/job.sh", "echo done\n");
    var job =
        "{ \"name\": \"job\", \"script\": \"job.sh\", \"cwd\": \"./app\", \"watch\": true,"
            + " \"autorestart\": false }";
    real.run("start", real.file("job.json", job).toString());
    real.until("job", Status.STOPPED);
    RealHome.eventually(() -> {
      write("a.js", "x");
      return real.log("job-out.log").startsWith("done\ndone\n");
    });
    real.until("job", Status.STOPPED);
    real.run("stop", "job");
    start("bell", ", \"watch\": true");
    assertThat(real.view("job").pid()).isZero();
    assertThat(real.view("job").status()).isEqualTo(Status.STOPPED);
  }

  @Test
  void restart_turns_it_on_and_off_and_stop_ends_it() throws Exception {
    start("shop", ", \"watch\": true");
    assertThat(real.run("restart", "shop", "--watch").code()).isZero();
    assertThat(real.run("ls").out()).contains("disabled");
    assertThat(real.run("describe", "shop").out()).contains("✘");
    assertThat(real.run("restart", "--watch", "shop").code()).isZero();
    watched("shop");
    settled("shop");
    assertThat(real.run("stop", "shop", "--watch").code()).isZero();
    assertThat(real.run("start", "shop").code()).isZero();
    assertThat(real.run("ls").out()).contains("disabled");
    assertThat(real.run("start", "shop", "--watch").code()).isZero();
    watched("shop");
    settled("shop");
  }

  @Test
  void the_next_daemon_watches_anew() throws Exception {
    start("kept", ", \"watch\": true");
    long daemon = real.daemonPid();
    ProcessHandle.of(daemon).orElseThrow().destroyForcibly();
    RealHome.eventually(() -> !RealHome.alive(daemon));
    watched("kept");
  }

  /// In a user namespace the limit can be lowered for that namespace alone.
  @Test
  void where_the_kernel_watches_no_more_the_app_runs_and_says_so() throws Exception {
    for (int i = 0; i < 8; i++) {
      Files.createDirectories(app("dir" + i));
    }
    real.file("app/run.sh", "while :; do sleep 0.02; done\n");
    var file =
        real.file(
            "many.json",
            "{ \"name\": \"many\", \"script\": \"run.sh\", \"cwd\": \"./app\", \"watch\": true }");
    var limited = "echo 4 > /proc/sys/user/max_inotify_watches && exec \"$@\"";
    var builder =
        new ProcessBuilder(
                List.of(
                    "unshare",
                    "--user",
                    "--map-root-user",
                    "sh",
                    "-c",
                    limited,
                    "sh",
                    RealHome.LAUNCHER.toString(),
                    "start",
                    file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(real.folder().resolve("said").toFile());
    builder.environment().put("REEVE_HOME", real.home().root().toString());
    var process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(real.folder().resolve("said"))).isZero();

    RealHome.eventually(() ->
        real.daemonLog().contains("many is not watched: the kernel's limit of watched folders"));
    assertThat(real.view("many").status()).isEqualTo(Status.ONLINE);
    assertThat(real.run("describe", "many").out()).contains("not watched", "max_user_watches");
  }
}
