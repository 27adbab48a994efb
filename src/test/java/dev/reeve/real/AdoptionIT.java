package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Request;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Status;
import dev.reeve.real.RealHome.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// DESIGN, “Apps outlive the supervisor”: kill -9 of the daemon stops nothing, and the next one
/// finds its apps.
class AdoptionIT {
  private static final int KILLS = 25;
  private static final String ENDLESS = "while :; do sleep 0.1; done";

  private final RealHome real = new RealHome();

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private void killDaemon() throws Exception {
    var daemon = ProcessHandle.of(real.daemonPid()).orElseThrow();
    daemon.destroyForcibly();
    RealHome.eventually(() -> !daemon.isAlive());
  }

  @Test
  void the_next_daemon_takes_over_what_runs_and_starts_no_twin() throws Exception {
    real.startShell(App.of("api", ENDLESS));
    real.startShell(App.of("stopped", ENDLESS));
    real.ask(new Request.Stop(List.of("stopped")));
    real.ask(new Request.Restart(List.of("api"), null));
    var before = real.view("api");
    killDaemon();
    assertThat(RealHome.alive(before.pid())).isTrue();

    var after = real.view("api");
    assertThat(after.pid()).isEqualTo(before.pid());
    assertThat(after.status()).isEqualTo(Status.ONLINE);
    assertThat(after.restarts()).isEqualTo(1);
    assertThat(after.startedAtMs()).isEqualTo(before.startedAtMs());
    assertThat(real.view("stopped").status()).isEqualTo(Status.STOPPED);
    assertThat(real.list()).hasSize(2);
    assertThat(real.daemonLog()).contains("taken over, pid " + before.pid());

    real.ask(new Request.Save(false));
    killDaemon();
    real.ask(new Request.Resurrect());
    assertThat(real.view("api").pid()).isEqualTo(before.pid());
    real.ask(new Request.Stop(List.of("all")));
    assertThat(RealHome.alive(before.pid())).isFalse();
  }

  @Test
  void an_adopted_run_is_restarted_when_it_ends_and_its_exit_code_is_known() throws Exception {
    real.startShell(App.of("api", "trap 'exit 7' TERM; echo up; " + ENDLESS));
    RealHome.eventually(() -> real.log("api-out.log").equals("up\n"));
    long pid = real.view("api").pid();
    killDaemon();
    assertThat(real.view("api").pid()).isEqualTo(pid);
    ProcessHandle.of(pid).orElseThrow().destroy();
    var after = real.until("api", view -> view.pid() != pid && view.pid() > 0);
    assertThat(after.restarts()).isEqualTo(1);
    assertThat(real.daemonLog()).containsAnyOf("exit code 7", "exit code unknown");
  }

  @Test
  void what_an_adopted_run_leaves_behind_goes_with_it() throws Exception {
    var child = real.folder().resolve("child");
    real.startShell(
        App.of(
            "api",
            "setsid sh -c 'echo $$ > %s.new; mv %s.new %s; %s' & %s"
                .formatted(child, child, child, ENDLESS, ENDLESS)));
    RealHome.eventually(() -> Files.exists(child));
    long pid = Long.parseLong(Files.readString(child).strip());
    killDaemon();
    real.ask(new Request.Stop(List.of("api")));
    assertThat(RealHome.alive(pid)).isFalse();
  }

  @Test
  void a_run_that_ended_while_nobody_looked_is_followed_by_the_next() throws Exception {
    real.startShell(App.of("api", ENDLESS));
    long pid = real.view("api").pid();
    killDaemon();
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    RealHome.eventually(() -> !RealHome.alive(pid));
    var after = real.until("api", view -> view.status() == Status.ONLINE && view.pid() != pid);
    assertThat(after.restarts()).isEqualTo(1);
  }

  /// Not that of the file as it is now, when that is another one since.
  @Test
  void the_version_shown_is_that_of_the_run() throws Exception {
    var file = real.file("app/package.json", "{ \"name\": \"app\", \"version\": \"1.2.3\" }");
    real.file("app/dist/package.json", "{ broken");
    var script = real.file("app/dist/run.sh", "#!/bin/sh\n" + ENDLESS).toString();
    assertThat(real.run("start", script, "--name", "api").code()).isZero();
    assertThat(real.view("api").version()).isEqualTo("1.2.3");
    assertThat(real.run("list").out()).contains("1.2.3");
    killDaemon();
    assertThat(real.view("api").version()).isEqualTo("1.2.3");

    Files.writeString(file, "{ \"version\": \"2.0.0-rc.1+5\" }");
    assertThat(real.view("api").version()).isEqualTo("1.2.3");
    killDaemon();
    assertThat(real.view("api").version()).isNull();
    real.ask(new Request.Restart(List.of("api"), null));
    assertThat(real.run("jlist").out()).contains("\"version\":\"2.0.0-rc.1+5\"");

    Files.writeString(file, "{ \"version\": \"\\u001b[2J\" }");
    real.ask(new Request.Restart(List.of("api"), null));
    assertThat(real.view("api").version()).isNull();
    assertThat(real.run("jlist").out()).contains("\"version\":\"N/A\"");
  }

  @Test
  void a_daemon_that_ended_in_order_leaves_nothing_to_take_over() throws Exception {
    real.startShell(App.of("api", ENDLESS));
    real.run("kill");
    RealHome.eventually(() -> !Files.exists(real.home().pidFile()));
    assertThat(real.list()).isEmpty();
  }

  /// Three apps count as fast as they can while the daemon is killed again and again.
  @Test
  void every_line_is_there_exactly_once_through_25_deaths_of_the_daemon() throws Exception {
    var stop = real.folder().resolve("stop");
    count("raw", stop, AppSpec.LogType.RAW, null);
    count("stamped", stop, AppSpec.LogType.RAW, "YYYY-MM-DD HH:mm:ss.SSS");
    count("json", stop, AppSpec.LogType.JSON, null);
    var files = Stream.of("raw", "stamped", "json").map(name -> log(name + "-out.log")).toList();
    for (int i = 0; i < KILLS; i++) {
      for (var file : files) {
        long before = size(file);
        RealHome.eventually(() -> size(file) > before + 200_000);
      }
      killDaemon();
      assertThat(real.list()).allMatch(view -> view.status() == Status.ONLINE);
    }
    Files.createFile(stop);
    for (var file : files) {
      quiet(file);
      assertThat(Numbered.first(file)).isEqualTo(1);
      assertThat(Numbered.gapOrRepeat(file)).isEmpty();
    }
    assertThat(real.list()).allMatch(view -> view.restarts() == 0);
  }

  private Path log(String name) {
    return real.home().logs().resolve(name);
  }

  private void count(String name, Path stop, AppSpec.LogType type, @Nullable String format)
      throws Exception {
    var script =
        "seq 1 900000000 & s=$!; while [ ! -e %s ]; do sleep 0.05; done; kill $s; wait; sleep 1000"
            .formatted(stop);
    var spec = App.of(name, script).spec(real);
    var logs = spec.logs();
    var wanted =
        new AppSpec.Logs(
            logs.outFile(),
            logs.errorFile(),
            null,
            false,
            type,
            format,
            AppSpec.Overflow.BLOCK,
            Map.of("enabled", "false"));
    real.ask(new Request.Start(List.of(spec.withLogs(wanted)), false));
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /// Waits until nothing has been written for a while.
  private static void quiet(Path file) throws Exception {
    var last =
        new Object() {
          long size = -1;
          long sinceNs = System.nanoTime();
        };
    RealHome.eventually(() -> {
      long now = size(file);
      if (now != last.size) {
        last.size = now;
        last.sinceNs = System.nanoTime();
      }
      return System.nanoTime() - last.sinceNs > Duration.ofMillis(500).toNanos();
    });
  }
}
