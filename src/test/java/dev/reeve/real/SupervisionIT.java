package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.model.AppSpec;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import dev.reeve.real.RealHome.App;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the daemon promises about runs, with real processes.
class SupervisionIT {
  private static final String FOREVER = "exec sleep 1000";

  private final RealHome real = new RealHome();

  @AfterEach
  void end() throws Exception {
    real.close();
  }

  private Reply command(Request request) throws Exception {
    return real.ask(request);
  }

  private static List<String> all() {
    return List.of("all");
  }

  @Test
  void a_killed_app_is_replaced_by_a_new_run() throws Exception {
    real.startShell(App.of("app", FOREVER));
    int before = real.view("app").pid();
    ProcessHandle.of(before).orElseThrow().destroyForcibly();
    var after = real.until("app", view -> view.pid() != before && view.pid() != 0);
    assertThat(after.status()).isEqualTo(Status.ONLINE);
    assertThat(after.restarts()).isEqualTo(1);
    assertThat(real.daemonLog()).contains("app[0] online → launching (SIGKILL)");
  }

  @Test
  void an_app_that_was_healthy_and_then_dies_at_every_start_becomes_errored() throws Exception {
    var script = "test -e healthy && exit 7; touch healthy; sleep 6; exit 7";
    real.startShell(App.of("app", script).patience(4, Duration.ofSeconds(5)));
    var view = real.until("app", Status.ERRORED);
    assertThat(view.restarts()).isEqualTo(4);
    assertThat(view.note()).contains("4 unstable runs in a row", "exit code 7");
  }

  @Test
  void an_app_with_a_restart_delay_becomes_errored_too() throws Exception {
    var app = App.of("app", "exit 1").patience(3, Duration.ofMinutes(10));
    real.startShell(app.delay(Duration.ofMillis(150)));
    assertThat(real.until("app", Status.ERRORED).restarts()).isEqualTo(2);
  }

  @Test
  void stop_during_a_back_off_stays_stopped() throws Exception {
    var delay = Duration.ofSeconds(3);
    real.startShell(App.of("app", "echo run; exit 1").delay(delay));
    real.until("app", Status.WAITING_RESTART);
    command(new Request.Stop(List.of("app")));
    var ran = real.log("app-out.log");
    // When one that began its back-off later runs again, this one would have done so.
    real.startShell(App.of("clock", "exit 1").delay(delay));
    real.until("clock", view -> view.restarts() > 0);
    assertThat(real.view("app").status()).isEqualTo(Status.STOPPED);
    assertThat(real.log("app-out.log")).isEqualTo(ran).startsWith("run\n");
  }

  @Test
  void an_app_that_ignores_its_signal_is_killed_after_its_timeout() throws Exception {
    var script = "trap '' INT; echo up; while :; do sleep 0.1; done";
    real.startShell(App.of("app", script).killTimeout(Duration.ofMillis(400)));
    RealHome.eventually(() -> real.log("app-out.log").equals("up\n"));
    int pid = real.view("app").pid();
    command(new Request.Stop(List.of("app")));
    assertThat(RealHome.alive(pid)).isFalse();
    assertThat(real.daemonLog()).contains("did not leave in time, SIGKILL");
  }

  @Test
  void an_app_that_drains_within_its_timeout_is_not_killed() throws Exception {
    var script = "trap 'sleep 1; echo drained; exit 0' INT; echo up; while :; do sleep 0.1; done";
    real.startShell(App.of("app", script).killTimeout(Duration.ofSeconds(60)));
    RealHome.eventually(() -> real.log("app-out.log").contains("up"));
    command(new Request.Stop(List.of("app")));
    assertThat(real.log("app-out.log")).isEqualTo("up\ndrained\n");
    assertThat(real.daemonLog()).doesNotContain("SIGKILL").contains("(exit code 0)");
  }

  /// Children in sessions of their own, whose parents are long dead, that ignore the signal.
  @Test
  void nothing_of_a_run_is_left_when_it_is_stopped() throws Exception {
    var hidden = "trap \"\" INT; echo $$ >> pids; while :; do sleep 0.2; done";
    var script =
        "(setsid sh -c '%s' &) ; setsid sh -c '%s' & sh -c '%s' & echo up; wait"
            .formatted(hidden, hidden, hidden);
    real.startShell(App.of("app", script).killTimeout(Duration.ofMillis(300)));
    RealHome.eventually(() -> pids().size() == 3);
    command(new Request.Stop(List.of("app")));
    assertThat(pids()).noneMatch(RealHome::alive);
    RealHome.eventually(() -> real.zombies().isEmpty());
  }

  @Test
  void what_a_crashed_main_process_left_is_cleared_before_the_next_run() throws Exception {
    var script = "echo $$ >> pids; setsid sleep 500 & echo $! >> pids; wait";
    real.startShell(App.of("app", script));
    RealHome.eventually(() -> pids().size() == 2);
    long main = pids().getFirst();
    long left = pids().getLast();
    ProcessHandle.of(main).orElseThrow().destroyForcibly();
    RealHome.eventually(() -> pids().size() == 4);
    assertThat(RealHome.alive(left)).isFalse();
    assertThat(real.view("app").restarts()).isEqualTo(1);
  }

  private List<Long> pids() throws Exception {
    var file = real.folder().resolve("pids");
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Long::parseLong).toList()
        : List.of();
  }

  /// The main process stays small, its child eats.
  @Test
  void memory_is_that_of_the_whole_tree() throws Exception {
    var hog = "const hold=[]; setInterval(() => hold.push(Buffer.alloc(8 << 20, 1)), 50)";
    real.file("hog.js", hog);
    real.startShell(App.of("app", "node hog.js & wait").maxMemory(150L << 20));
    var view = real.until("app", each -> each.restarts() > 0);
    assertThat(view.restarts()).isPositive();
    assertThat(real.daemonLog()).contains("is over the limit of 150 MB");
  }

  @Test
  void last_words_are_in_the_log_before_the_exit_is_acted_on() throws Exception {
    var script = "seq 1 3000; echo fatal: last words; exit 1";
    real.startShell(App.of("app", script).patience(20, Duration.ofMinutes(10)));
    real.until("app", Status.ERRORED);
    var lines = real.log("app-out.log").lines().toList();
    assertThat(lines).hasSize(20 * 3001);
    assertThat(lines.stream().filter("fatal: last words"::equals)).hasSize(20);
  }

  @Test
  void a_full_disk_stops_neither_the_app_nor_the_daemon() throws Exception {
    var full = App.of("app", "while :; do echo line; sleep 0.05; done").spec(real);
    var logs =
        new AppSpec.Logs(
            "/dev/full",
            real.file("file", "") + "/under-a-file/error.log",
            null,
            false,
            full.logs().type(),
            null);
    var spec = full.withLogs(logs);
    command(new Request.Start(List.of(spec), false));
    RealHome.eventually(() -> dropped() > 20);
    assertThat(real.view("app").restarts()).isZero();
    assertThat(real.daemonLog()).contains("/dev/full cannot be written: no space left on device");
    assertThat(real.view("app").note())
        .isEqualTo("its log full cannot be written: no space left on device; lines are dropped");
  }

  private long dropped() throws Exception {
    return command(new Request.Describe(List.of("app"))) instanceof Reply.Details(var details)
        ? details.getFirst().droppedBytes()
        : 0;
  }

  /// Its pipes have no writer any more, and say so for ever.
  @Test
  void an_app_that_closes_its_output_costs_the_daemon_nothing() throws Exception {
    real.startShell(App.of("app", "exec >/dev/null 2>&1; " + FOREVER));
    // A second in which it hardly works: a daemon that has just begun is still busy with itself.
    RealHome.eventually(() -> ticksInASecond() < 30);
  }

  private long ticksInASecond() throws Exception {
    long before = real.daemonCpuTicks();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    RealHome.eventually(() -> System.nanoTime() > until);
    return real.daemonCpuTicks() - before;
  }

  @Test
  void a_pipe_without_a_reader_as_log_file_keeps_nobody_waiting() throws Exception {
    var fifo = real.folder().resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
    var spec = App.of("app", "while :; do echo line; sleep 0.05; done").spec(real);
    var logs = new AppSpec.Logs(fifo.toString(), null, null, false, spec.logs().type(), null);
    command(new Request.Start(List.of(spec.withLogs(logs)), false));
    RealHome.eventually(() -> dropped() > 20);
    assertThat(real.daemonLog()).contains("nobody reads from the other end");
  }

  @Test
  void what_cannot_be_run_is_errored_with_a_sentence_and_others_run() throws Exception {
    var good = App.of("good", FOREVER).spec(real);
    var bad = App.of("bad", FOREVER).spec(real);
    var missing =
        new AppSpec.Command(
            "/bin/sh", List.of(), "no-such-interpreter", List.of(), real.folder().toString());
    var broken =
        new AppSpec(
            "bad",
            bad.namespace(),
            missing,
            bad.instances(),
            bad.environment(),
            bad.logs(),
            bad.start(),
            bad.restart(),
            bad.stop(),
            null);
    var reply = (Reply.Done) command(new Request.Start(List.of(broken, good), false));
    assertThat(reply.outcomes()).extracting(Reply.Outcome::ok).containsExactly(false, true);
    assertThat(real.view("bad").status()).isEqualTo(Status.ERRORED);
    assertThat(real.view("bad").note()).contains("no-such-interpreter", "install it");
    assertThat(real.view("good").status()).isEqualTo(Status.ONLINE);
  }

  @Test
  void everything_is_as_it_was_after_save_kill_and_resurrect() throws Exception {
    real.startShell(App.of("up", FOREVER));
    real.startShell(App.of("down", FOREVER));
    command(new Request.Stop(List.of("down")));
    assertThat(command(new Request.Save(false))).isInstanceOf(Reply.Saved.class);
    long daemon = real.daemonPid();
    command(new Request.Kill(false));
    RealHome.eventually(() -> !RealHome.alive(daemon));
    assertThat(real.list()).isEmpty();
    command(new Request.Resurrect());
    assertThat(real.list())
        .extracting(InstanceView::name, InstanceView::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("up", Status.ONLINE),
            org.assertj.core.groups.Tuple.tuple("down", Status.STOPPED));
    assertThat(Files.getPosixFilePermissions(real.home().savedList()))
        .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void a_saved_list_that_is_no_list_is_refused_and_kept_aside() throws Exception {
    real.startShell(App.of("up", FOREVER));
    command(new Request.Save(false));
    var whole = Files.readString(real.home().savedList());
    for (var broken : List.of(whole.substring(0, whole.length() / 2), "garbage", "", "[]")) {
      Files.writeString(real.home().savedList(), broken);
      var reply = (Reply.Refused) command(new Request.Resurrect());
      assertThat(reply.message()).contains("is refused");
      var kept = java.nio.file.Path.of(String.valueOf(reply.hint()).replace("it is kept as ", ""));
      assertThat(Files.readString(kept)).isEqualTo(broken);
    }
    assertThat(real.view("up").status()).isEqualTo(Status.ONLINE);
  }

  @Test
  void a_terminated_daemon_stops_its_apps_and_leaves_nothing() throws Exception {
    real.startShell(App.of("app", FOREVER));
    int pid = real.view("app").pid();
    long daemon = real.daemonPid();
    ProcessHandle.of(daemon).orElseThrow().destroy();
    RealHome.eventually(() -> !RealHome.alive(daemon));
    assertThat(RealHome.alive(pid)).isFalse();
    assertThat(real.home().socket()).doesNotExist();
  }

  @Test
  void a_home_is_closed_to_others() throws Exception {
    command(new Request.Ping());
    assertThat(Files.getPosixFilePermissions(real.home().root()))
        .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(real.home().socket()))
        .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void an_empty_list_does_not_replace_a_saved_one_by_accident() throws Exception {
    real.startShell(App.of("app", FOREVER));
    command(new Request.Save(false));
    command(new Request.Configure(java.util.Map.of("reeve:autosave", "false")));
    command(new Request.Delete(all()));
    assertThat(command(new Request.Save(false))).isInstanceOf(Reply.Refused.class);
    assertThat(command(new Request.Save(true))).isInstanceOf(Reply.Saved.class);
  }
}
