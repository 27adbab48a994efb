package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.client.NoAnswer;
import dev.reeve.model.Status;
import dev.reeve.real.RealHome.App;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// DESIGN, “Apps outlive the supervisor”: upgrading it stops nothing, either.
class UpdateIT {
  private static final int UPDATES = 10;
  private static final int ANSWERS = 300;
  private static final String LOUD =
      "i=0; while :; do seq $((i * 5000 + 1)) $((i * 5000 + 5000)); i=$((i + 1)); sleep 0.02; done";
  private static final String ENDLESS = "while :; do sleep 0.1; done";

  private final RealHome real = new RealHome();

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  @Test
  void nothing_is_lost_or_late_in_ten_updates_under_load() throws Exception {
    var fleet = new Fleet(real);
    fleet.start();
    real.run("set", "pm2-logrotate:enabled", "false");
    real.startShell(App.of("loud", LOUD));
    var loud = real.home().logs().resolve("loud-out.log");
    RealHome.eventually(() -> Files.size(loud) > 0);
    var before = fleet.seen();
    long daemon = real.daemonPid();
    var loads = fleet.loads();
    int fds = 0;
    for (int i = 0; i < UPDATES; i++) {
      long answers = Fleet.answered(loads);
      long size = Files.size(loud);
      RealHome.eventually(
          () -> Fleet.answered(loads) > answers + ANSWERS && Files.size(loud) > size + 1_000_000);
      var said = real.run("update");
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(said.err()).contains("no app was stopped");
      assertThat(real.daemonPid()).isEqualTo(daemon);
      assertThat(fleet.seen()).isEqualTo(before);
      fds = fds == 0 ? real.daemonFds() : fds;
    }
    for (var load : loads) {
      assertThat(load.end().failed()).isEmpty();
    }
    int most = fds + 1;
    RealHome.eventually(() -> real.daemonFds() <= most && real.zombies().isEmpty());
    real.ask(new Request.Delete(List.of("loud")));
    assertThat(Numbered.gapOrRepeat(loud)).isEmpty();
    fleet.whatTheyWroteIsWhole();
    fleet.noTwins();
  }

  /// What has ended while there was nobody to ask is known all the same: its parent has not gone.
  @Test
  void an_exit_after_an_update_is_told_with_its_code() throws Exception {
    real.startShell(App.of("api", "trap 'exit 7' TERM; echo up; " + ENDLESS));
    RealHome.eventually(() -> real.log("api-out.log").equals("up\n"));
    long pid = real.view("api").pid();
    assertThat(real.run("update").code()).isZero();
    ProcessHandle.of(pid).orElseThrow().destroy();
    var after = real.until("api", view -> view.pid() != pid && view.pid() > 0);
    assertThat(after.restarts()).isEqualTo(1);
    assertThat(real.daemonLog()).contains("exit code 7");
  }

  @Test
  void only_one_daemon_has_the_home_after_an_update() throws Exception {
    real.startShell(App.of("api", ENDLESS));
    for (int i = 0; i < 2; i++) {
      assertThat(real.run("update").code()).isZero();
      assertThat(real.daemonLog()).doesNotContain("SIGUSR2 is ignored");
      var second = real.run("daemon", "--foreground");
      assertThat(second.code()).isEqualTo(1);
      assertThat(second.out()).contains("another daemon holds");
    }
    assertThat(real.view("api").status()).isEqualTo(Status.ONLINE);
  }

  private Path launcher(String text) throws Exception {
    var file = real.file("broken/reeve", "#!/bin/sh\n" + text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private void isRefused(Path launcher, String... because) throws Exception {
    var before = real.view("api");
    long daemon = real.daemonPid();
    var reply = real.ask(new Request.Update(launcher.toString())).toString();
    assertThat(reply).contains(because);
    assertThat(real.daemonPid()).isEqualTo(daemon);
    assertThat(real.view("api").pid()).isEqualTo(before.pid());
  }

  @Test
  void a_version_that_does_not_work_is_refused_and_nothing_stops() throws Exception {
    real.startShell(App.of("api", ENDLESS));
    isRefused(launcher("echo 'no such class' >&2; exit 1"), "exit code 1", "no such class");
    isRefused(launcher("echo hello"), "does not pass its own test", "hello");
    isRefused(real.folder().resolve("nowhere"), "cannot be run");
    assertThat(real.daemonLog()).contains("no update: ");
    assertThat(real.run("update").code()).isZero();
  }

  /// It passed its test, and cannot be started all the same.
  @Test
  void a_version_that_vanishes_before_it_starts_leaves_the_old_one_running() throws Exception {
    real.startShell(App.of("api", ENDLESS));
    var before = real.view("api");
    var vanishing = launcher("rm \"$0\"; echo 'fits 9.9 none'");
    real.ask(new Request.Update(vanishing.toString()));
    assertThat(real.view("api").pid()).isEqualTo(before.pid());
    assertThat(real.daemonLog()).contains("the old version goes on");
    real.run("restart", "api");
    assertThat(real.view("api").restarts()).isEqualTo(1);
  }

  /// Worse than broken: the apps run on, as after a kill, and the next command finds them.
  @Test
  void a_version_that_dies_at_its_start_takes_no_app_with_it() throws Exception {
    real.startShell(App.of("api", ENDLESS));
    var before = real.view("api");
    var daemon = ProcessHandle.of(real.daemonPid()).orElseThrow();
    var dying = launcher("[ \"$2\" = --selftest ] && echo 'fits 9.9 none'");
    real.ask(new Request.Update(dying.toString()));
    RealHome.eventually(() -> !daemon.isAlive());
    assertThat(real.view("api").pid()).isEqualTo(before.pid());
    assertThat(real.daemonPid()).isNotEqualTo(daemon.pid());
  }

  @Test
  void an_update_waits_for_an_app_that_is_about_to_leave() throws Exception {
    var leave = "while [ ! -e go ]; do sleep 0.05; done; echo gone; exit";
    var script = "trap '%s' INT; echo up; %s".formatted(leave, ENDLESS);
    real.startShell(App.of("slow", script).killTimeout(Duration.ofSeconds(60)));
    RealHome.eventually(() -> real.log("slow-out.log").equals("up\n"));
    var stopping = asked(new Request.Stop(List.of("slow")));
    real.until("slow", Status.STOPPING);
    var proven = real.folder().resolve("proven");
    var next = launcher("touch %s; exec %s \"$@\"".formatted(proven, RealHome.LAUNCHER));
    var update = asked(new Request.Update(next.toString()));
    RealHome.eventually(() -> Files.exists(proven));
    real.file("go", "");
    assertThat(stopping.get()).isInstanceOf(Reply.Done.class);
    assertThat(update.get()).isInstanceOf(Reply.Text.class);
    assertThat(real.view("slow").status()).isEqualTo(Status.STOPPED);
    assertThat(real.log("slow-out.log")).isEqualTo("up\ngone\n");
  }

  /// On a thread of its own: the common pool of a small machine has one.
  private CompletableFuture<Reply> asked(Request request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return real.ask(request);
          } catch (NoAnswer none) {
            throw new IllegalStateException(none);
          }
        },
        task -> Thread.ofPlatform().start(task));
  }

  @Test
  void without_a_daemon_there_is_nothing_to_update() throws Exception {
    var said = real.run("update");
    assertThat(said.code()).isZero();
    assertThat(said.err()).contains("no daemon runs");
    assertThat(Files.exists(real.home().pidFile())).isFalse();
  }

  @Test
  void kill_with_keep_apps_leaves_them_for_the_next_daemon() throws Exception {
    real.startShell(App.of("api", ENDLESS));
    var before = real.view("api");
    var daemon = ProcessHandle.of(real.daemonPid()).orElseThrow();
    var said = real.run("kill", "--keep-apps");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.err()).contains("its apps run on");
    RealHome.eventually(() -> !daemon.isAlive());
    assertThat(RealHome.alive(before.pid())).isTrue();
    assertThat(real.view("api").pid()).isEqualTo(before.pid());
    assertThat(real.run("kill").code()).isZero();
    assertThat(RealHome.alive(before.pid())).isFalse();
  }
}
