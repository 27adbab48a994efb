package dev.reeve.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reeve.api.Push;
import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.fake.FakeDaemon;
import dev.reeve.model.Home;
import dev.reeve.model.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Calls, deadlines, and the start of a daemon that is not there.
class ClientTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Reply PONG = new Reply.Pong("0.1.0", "b", 7, "/h", 0);
  private static final DaemonStarter.Limits LIMITS = new DaemonStarter.Limits(SOON, SOON, SOON);

  /// Where the end of the patience is what is looked at.
  private static final DaemonStarter.Limits SHORT =
      new DaemonStarter.Limits(SOON, Duration.ofSeconds(2), SOON);

  @TempDir Path folder;

  @Test
  void a_call_gets_its_progress_and_its_answer() throws Exception {
    var progress = new Push.Progress(1, 2, "api");
    var big = new Reply.Text(new Json.Written("[\"" + "x".repeat(300_000) + "日本\"]"));
    try (var daemon = daemon(request -> pushThen(request, progress, big));
        var connection = Connection.open(home())) {
      var pushes = new ArrayList<Push>();

      assertThat(connection.call(new Request.Ping(), SOON, pushes::add)).isEqualTo(PONG);
      assertThat(connection.call(new Request.Pm2Listing(), SOON, pushes::add)).isEqualTo(big);
      assertThat(pushes).containsExactly(progress);
      assertThat(daemon.asked()).containsExactly(new Request.Ping(), new Request.Pm2Listing());
    }
  }

  private static FakeDaemon.Turn pushThen(Request request, Push push, Reply reply) {
    return request instanceof Request.Ping
        ? FakeDaemon.Turn.of(PONG)
        : new FakeDaemon.Turn(List.of(push), reply, List.of(), false);
  }

  @Test
  void a_silent_daemon_is_given_up_at_the_deadline() throws Exception {
    try (var _ = daemon(_ -> new FakeDaemon.Turn(List.of(), null, List.of(), false));
        var connection = Connection.open(home())) {
      refused(
          NoAnswer.Why.TIMED_OUT,
          "the daemon did not answer within 0 s",
          () -> connection.call(new Request.Ping(), Duration.ofMillis(50)));
    }
  }

  @Test
  void a_daemon_that_hangs_up_is_told_from_one_that_is_late() throws Exception {
    try (var _ = daemon(_ -> new FakeDaemon.Turn(List.of(), null, List.of(), true));
        var connection = Connection.open(home())) {
      refused(
          NoAnswer.Why.BROKEN,
          "the daemon closed the connection without an answer",
          () -> connection.call(new Request.Ping(), SOON));
    }
  }

  @Test
  void following_hands_on_lines_until_the_daemon_ends() throws Exception {
    var dropped = new Push.Dropped(3);
    try (var _ =
            daemon(_ ->
                new FakeDaemon.Turn(
                    List.of(), new Reply.Following(List.of()), List.of(dropped), true));
        var connection = Connection.open(home())) {
      var pushes = new ArrayList<Push>();
      connection.call(new Request.Follow(List.of(), java.util.Set.of()), SOON);
      connection.follow(pushes::add, () -> true);

      assertThat(pushes).containsExactly(dropped);
    }
  }

  @Test
  void no_daemon_and_a_path_too_long_are_two_sentences() {
    refused(NoAnswer.Why.ABSENT, "no daemon is running", () -> Connection.open(home()));
    var deep = new Home(folder.resolve("x".repeat(110)));
    refused(NoAnswer.Why.BAD_HOME, "set REEVE_HOME to a shorter path", () -> Connection.open(deep));
  }

  @Test
  void a_daemon_that_says_why_it_fails_is_quoted() throws Exception {
    var starter = starter("echo 'error: the layouts of this kernel are not ours'");

    refused(
        NoAnswer.Why.NOT_STARTED,
        "could not be started: the layouts of this kernel are not ours",
        () -> starter.connect(() -> {}));
    assertThat(permissions(home().root())).isEqualTo("rwx------");
    assertThat(permissions(home().daemonLog())).isEqualTo("rw-------");
  }

  @Test
  void one_that_holds_the_home_is_waited_for_until_it_listens() throws Exception {
    var own = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(home().root(), PosixFilePermissions.asFileAttribute(own));
    var prepared = folder.resolve("h/prepared.sock");
    var held = "echo 'error: another daemon holds h'; exec >/dev/null; ";
    var starter = starter(held + "mv %s %s".formatted(prepared, home().socket()));
    try (var _ = new FakeDaemon(prepared, _ -> FakeDaemon.Turn.of(PONG))) {
      assertThat(ping(starter)).isEqualTo(PONG);
    }
  }

  @Test
  void one_that_holds_the_home_is_followed_when_it_ends() throws Exception {
    var own = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(home().root(), PosixFilePermissions.asFileAttribute(own));
    var prepared = folder.resolve("h/prepared.sock");
    var first = folder.resolve("first");
    var once =
        "[ -e %1$s ] || { touch %1$s; echo 'error: another daemon holds h'; exit 1; }; "
            .formatted(first);
    var starter = starter(once + "mv %s %s; echo ready".formatted(prepared, home().socket()));
    try (var _ = new FakeDaemon(prepared, _ -> FakeDaemon.Turn.of(PONG))) {
      assertThat(ping(starter)).isEqualTo(PONG);
    }
    assertThat(first).exists();
  }

  @Test
  void one_that_holds_the_home_for_ever_is_named() throws Exception {
    var starter = starter("echo 'error: another daemon holds h'", SHORT);

    refused(NoAnswer.Why.NOT_STARTED, "another daemon holds h", () -> starter.connect(() -> {}));
  }

  @Test
  void a_daemon_that_dies_is_explained_by_the_end_of_its_log() throws Exception {
    var starter = starter("echo 'Error: no space for a heap' >&2; exit 9");

    refused(
        NoAnswer.Why.NOT_STARTED,
        "it ended with exit code 9; see " + home().daemonLog() + "\n  Error: no space for a heap",
        () -> starter.connect(() -> {}));
  }

  @Test
  void a_daemon_that_never_gets_ready_is_given_up() throws Exception {
    refused(
        NoAnswer.Why.NOT_STARTED,
        "it was not ready within 2 s",
        () -> starter("exec sleep 60", SHORT).connect(() -> {}));
  }

  @Test
  void a_launcher_that_is_not_there_is_named() throws Exception {
    var starter = new DaemonStarter(home(), folder.resolve("none"), LIMITS);

    refused(
        NoAnswer.Why.NOT_STARTED,
        folder.resolve("none").toString(),
        () -> starter.connect(() -> {}));
  }

  @Test
  void of_twenty_clients_on_a_cold_home_one_starts_the_daemon_and_all_are_answered()
      throws Exception {
    var own = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(home().root(), PosixFilePermissions.asFileAttribute(own));
    var prepared = folder.resolve("h/prepared.sock");
    var script =
        "echo started >> "
            + folder.resolve("starts")
            + "; sleep 0.2; mv "
            + prepared
            + " "
            + home().socket()
            + "; echo ready";
    try (var _ = new FakeDaemon(prepared, _ -> FakeDaemon.Turn.of(PONG));
        var clients = Executors.newFixedThreadPool(20)) {
      var starter = starter(script);
      var asks = new ArrayList<Callable<Reply>>();
      for (int i = 0; i < 20; i++) {
        asks.add(() -> ping(starter));
      }
      for (var answer : clients.invokeAll(asks)) {
        assertThat(answer.get()).isEqualTo(PONG);
      }
    }
    assertThat(Files.readAllLines(folder.resolve("starts"))).containsExactly("started");
  }

  private static Reply ping(DaemonStarter starter) throws NoAnswer {
    try (var connection = starter.connect(() -> {})) {
      return connection.call(new Request.Ping(), SOON);
    }
  }

  private Home home() {
    return new Home(folder.resolve("h"));
  }

  private FakeDaemon daemon(java.util.function.Function<Request, FakeDaemon.Turn> story)
      throws IOException {
    Files.createDirectories(home().root());
    return new FakeDaemon(home().socket(), story);
  }

  private DaemonStarter starter(String script) throws IOException {
    return starter(script, LIMITS);
  }

  private DaemonStarter starter(String script, DaemonStarter.Limits limits) throws IOException {
    var launcher = folder.resolve("launcher");
    Files.writeString(launcher, "#!/bin/sh\n[ \"$1\" = daemon ] || exit 64\n" + script + "\n");
    launcher.toFile().setExecutable(true);
    return new DaemonStarter(home(), launcher, limits);
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static void refused(NoAnswer.Why why, String part, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(NoAnswer.class)
        .hasMessageContaining(part)
        .satisfies(failure -> assertThat(((NoAnswer) failure).why()).isEqualTo(why));
  }
}
