package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.model.AppSpec;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import dev.reeve.real.RealHome.App;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two hundred apps that crash at random for a minute while four clients command them.
class CrowdIT {
  private static final int APPS = 200;
  private static final int CLIENTS = 4;
  private static final Duration LENGTH = Duration.ofSeconds(60);
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /// Lives for a part of five seconds that its pid decides, then crashes; sometimes leaves a child.
  private static final String CRASHER =
      "n=$(($$ % 50)); test $n -gt 40 && setsid sleep 300 & sleep $((n / 10)).$((n % 10)); exit 1";

  private final RealHome real = new RealHome();

  @AfterEach
  void end() throws Exception {
    real.close();
  }

  @Test
  void no_twin_no_zombie_no_leak_and_one_answer_a_command() throws Exception {
    real.ask(new Request.Ping());
    int fdsBefore = real.daemonFds();
    real.ask(new Request.Start(specs(), false));
    long questions = askForAMinute();
    assertThat(questions).isGreaterThan(CLIENTS);
    settle();
    theListIsTrue();
    real.ask(new Request.Delete(List.of("all")));
    assertThat(Machine.of(real)).isEmpty();
    RealHome.eventually(() -> real.zombies().isEmpty());
    RealHome.eventually(() -> real.daemonFds() <= fdsBefore);
    assertThat(real.daemonLog()).doesNotContain("fault of Reeve's own");
  }

  private List<AppSpec> specs() {
    return IntStream.range(0, APPS)
        .mapToObj(i ->
            App.of("app-" + i, CRASHER)
                .patience(1_000_000, Duration.ofMillis(100))
                .killTimeout(Duration.ofMillis(500))
                .spec(real))
        .toList();
  }

  private long askForAMinute() throws Exception {
    try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
      var jobs = new ArrayList<Callable<Long>>();
      for (int client = 0; client < CLIENTS; client++) {
        long seed = client;
        jobs.add(() -> askUntilTheEnd(new Random(seed)));
      }
      long questions = 0;
      for (Future<Long> answers : clients.invokeAll(jobs)) {
        questions += answers.get();
      }
      return questions;
    }
  }

  /// Counts the questions that were answered; a second answer to one would be read as the next's.
  private long askUntilTheEnd(Random random) throws Exception {
    long untilNs = System.nanoTime() + LENGTH.toNanos();
    long questions = 0;
    try (var connection = real.connect()) {
      while (System.nanoTime() < untilNs) {
        var request = question(random);
        var reply = connection.call(request, LIMIT);
        if (request instanceof Request.Listing) {
          var views = ((Reply.Views) reply).views();
          assertThat(views).hasSize(APPS);
        } else {
          assertThat(((Reply.Done) reply).outcomes()).hasSize(1);
        }
        questions++;
      }
    }
    return questions;
  }

  private static Request question(Random random) {
    var target = List.of("app-" + random.nextInt(APPS));
    return switch (random.nextInt(6)) {
      case 0 -> new Request.Listing();
      case 1 -> new Request.Stop(target);
      case 2, 3 -> new Request.Resume(target);
      case 4 -> new Request.Restart(target, null);
      default -> new Request.SendSignal("SIGCONT", target);
    };
  }

  /// Half of them shall be down; the others crash on, but not too quickly to be looked at.
  private void settle() throws Exception {
    var half = IntStream.range(0, APPS / 2).mapToObj(i -> "app-" + i).toList();
    real.ask(new Request.Stop(half));
    real.ask(new Request.Resume(List.of("all")));
    real.ask(new Request.Stop(half));
  }

  /// Between the list and the look at the processes some end and some begin, so not each look shows
  /// each app as it is.
  private void theListIsTrue() throws Exception {
    var unseen = new HashSet<>(real.list().stream().map(InstanceView::id).toList());
    assertThat(unseen).hasSize(APPS);
    RealHome.eventually(() -> {
      var views = real.list();
      var runs = runsByInstance();
      assertThat(runs.values()).allMatch(pids -> pids.size() == 1);
      views.stream().filter(view -> isTrue(view, runs)).forEach(view -> unseen.remove(view.id()));
      return unseen.isEmpty();
    });
    assertThat(runsByInstance().values()).allMatch(pids -> pids.size() == 1);
    assertThat(real.list().stream().filter(view -> view.status() == Status.STOPPED))
        .hasSize(APPS / 2);
  }

  private static boolean isTrue(InstanceView view, Map<String, List<Long>> runs) {
    var pids = runs.getOrDefault(view.id().toString(), List.of());
    return view.status() == Status.ONLINE
        ? pids.equals(List.of((long) view.pid()))
        : pids.isEmpty();
  }

  /// The living main processes of each instance: a leader of its session whose run is the newest.
  private Map<String, List<Long>> runsByInstance() throws Exception {
    return Machine.of(real).stream()
        .filter(each -> each.leader() && !each.zombie() && isShell(each.pid()))
        .collect(
            Collectors.groupingBy(
                Machine.Found::instance,
                Collectors.mapping(Machine.Found::pid, Collectors.toList())));
  }

  private static boolean isShell(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(each -> each.info().command())
        .map(command -> command.endsWith("sh"))
        .orElse(false);
  }

  @Test
  void commands_for_hundreds_are_answered_with_an_outcome_each() throws Exception {
    var quiet =
        IntStream.range(0, APPS)
            .mapToObj(i -> App.of("q-" + i, "exec sleep 500").spec(real))
            .toList();
    assertThat(((Reply.Done) real.ask(new Request.Start(quiet, false))).outcomes())
        .hasSize(APPS)
        .allMatch(Reply.Outcome::ok);
    var restarted = (Reply.Done) real.ask(new Request.Restart(List.of("all"), null));
    assertThat(restarted.outcomes()).hasSize(APPS).allMatch(Reply.Outcome::ok);
    assertThat(real.list()).allMatch(view -> view.restarts() == 1);
  }
}
