package dev.reeve.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.golden.Golden;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Exit;
import dev.reeve.model.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
  private static final long MS = 1_000_000L;
  private static final long NOW = 1_000_000 * MS;

  private static final Policy PLAIN = policy(3, 0, 0);

  private static Policy policy(int maxUnstable, long delayMs, long backoffMs) {
    return new Policy(
        new Policy.Readiness(false, 3000 * MS),
        new Policy.Patience(
            AppSpec.When.ALWAYS,
            List.of(42),
            maxUnstable,
            1000 * MS,
            delayMs * MS,
            backoffMs * MS,
            false),
        new Policy.Leave(1600 * MS, 100 * MS, true, 5000 * MS, 0),
        512L << 20);
  }

  @Test
  void every_pair_of_state_and_input_has_its_reviewed_answer() {
    var table = new StringBuilder();
    for (var goal : Goal.values()) {
      for (var state : states()) {
        table.append("\n%s, wanted %s\n".formatted(name(state), goal));
        for (var input : inputs()) {
          var step = Lifecycle.step(instance(goal, state), input, PLAIN, NOW);
          table.append("  %-52s %s%n".formatted(name(input), describe(goal, state, step)));
        }
      }
    }
    Golden.check("lifecycle.txt", table.toString());
  }

  private static Instance instance(Goal goal, State state) {
    return new Instance(goal, state, new Tally(5, 1, 0));
  }

  private static List<State> states() {
    var run = new Run(77, NOW - 500 * MS);
    return List.of(
        new State.Stopped(),
        new State.Errored("it was given up"),
        new State.Spawning(),
        new State.Held("waits for db to be healthy"),
        new State.Starting(run, NOW),
        new State.Overdue(run),
        new State.Online(run, NOW),
        new State.Draining(run, NOW),
        new State.Parting(run, new Ending.Asked(), NOW),
        new State.Stopping(run, new Ending.Asked(), NOW),
        new State.Killing(run, new Ending.Asked(), NOW),
        new State.Clearing(new Ending.Asked(), NOW),
        new State.Waiting(NOW));
  }

  private static List<Input> inputs() {
    return List.of(
        new Input.Start(),
        new Input.Stop(),
        new Input.Restart(),
        new Input.Delete(),
        new Input.Retire(),
        new Input.Drained(),
        new Input.Promoted(new Tally(2, 1, 100)),
        new Input.ResetCounts(),
        new Input.Spawned(88),
        new Input.SpawnFailed("no such file", false),
        new Input.SpawnFailed("no memory", true),
        new Input.Held("waits for its turn"),
        new Input.Released(),
        new Input.Unprepared("its pre_start hook failed"),
        new Input.Parted(),
        new Input.Healthy(),
        new Input.Unhealthy("answered 503", true),
        new Input.Unhealthy("answered 503", false),
        new Input.Exited(new Exit.Code(1), true),
        new Input.Exited(new Exit.Code(42), true),
        new Input.Exited(new Exit.Signalled(9), false),
        new Input.Cleared(),
        new Input.ReadySignalled(),
        new Input.MemorySampled(1L << 30),
        new Input.Renew("a.js changed", NOW),
        new Input.Renew("a.js changed", NOW - 1000 * MS),
        new Input.DeadlinePassed());
  }

  private static String name(Object value) {
    var text = value.toString();
    return value instanceof State ? value.getClass().getSimpleName() : text;
  }

  private static String describe(Goal goal, State before, Step step) {
    var next = step.next();
    if (next.state().equals(before)
        && next.goal() == goal
        && step.effects().isEmpty()
        && next.tally().equals(new Tally(5, 1, 0))) {
      return "-";
    }
    var effects = step.effects().stream().map(each -> each.getClass().getSimpleName()).toList();
    var deadline =
        next.state().deadlineNs() == State.NEVER
            ? ""
            : " +%dms".formatted((next.state().deadlineNs() - NOW) / MS);
    return "→ %s%s, wanted %s, %d/%d %s %s"
        .formatted(
            name(next.state()),
            deadline,
            next.goal(),
            next.tally().restarts(),
            next.tally().unstable(),
            effects,
            step.why());
  }

  /// A story: inputs one after the other, each at its time.
  private static final class Story {
    private final Policy policy;
    private Instance instance = Instance.fresh();
    private long nowNs = NOW;

    Story(Policy policy) {
      this.policy = policy;
    }

    Story feed(Input input) {
      instance = Lifecycle.step(instance, input, policy, nowNs).next();
      return this;
    }

    Story started() {
      return feed(new Input.Start()).feed(new Input.Spawned(1));
    }

    Story after(long ms) {
      nowNs += ms * MS;
      return this;
    }

    Story crash() {
      return feed(new Input.Exited(new Exit.Code(1), true));
    }

    /// Waits as long as the state says, then lets the ordered spawn succeed.
    Story nextRun() {
      if (instance.state() instanceof State.Waiting(long untilNs)) {
        nowNs = untilNs;
        feed(new Input.DeadlinePassed());
      }
      return feed(new Input.Spawned(2));
    }

    long waitedMs() {
      return instance.state() instanceof State.Waiting(long untilNs) ? (untilNs - nowNs) / MS : 0;
    }

    Status status() {
      return instance.state().status();
    }
  }

  /// PM2 7.0.4 was seen to restart such an app 700 times in 9 s.
  @Test
  void an_app_that_was_healthy_once_and_then_dies_at_every_start_is_errored() {
    var story = new Story(PLAIN).started().after(3000).crash().nextRun();
    for (int i = 0; i < 2; i++) {
      story.after(10).crash();
      assertThat(story.status()).isNotEqualTo(Status.ERRORED);
      story.nextRun();
    }
    assertThat(story.after(10).crash().status()).isEqualTo(Status.ERRORED);
  }

  @Test
  void the_limit_fires_with_a_restart_delay_too() {
    var story = new Story(policy(3, 200, 0)).started();
    story.after(10).crash();
    assertThat(story.waitedMs()).isEqualTo(200);
    story.nextRun().after(10).crash().nextRun().after(10).crash();
    assertThat(story.status()).isEqualTo(Status.ERRORED);
    assertThat(story.instance.tally().restarts()).isEqualTo(2);
  }

  @Test
  void a_run_of_min_uptime_clears_the_count() {
    var story = new Story(PLAIN).started();
    for (int i = 0; i < 20; i++) {
      story.after(10).crash().nextRun().after(1000).crash().nextRun();
    }
    assertThat(story.status()).isEqualTo(Status.ONLINE);
  }

  @Test
  void the_count_in_the_list_is_cleared_while_the_run_lives() {
    var story = new Story(PLAIN).started().after(10).crash().nextRun();
    assertThat(story.instance.tally().unstable()).isEqualTo(1);
    story.after(1000).feed(new Input.DeadlinePassed());
    assertThat(story.instance.tally().unstable()).isZero();
  }

  @Test
  void back_off_grows_by_half_to_fifteen_seconds_and_begins_anew_after_thirty() {
    var story = new Story(policy(100, 5000, 1000)).started();
    var waited = new java.util.ArrayList<Long>();
    for (int i = 0; i < 9; i++) {
      story.after(10).crash();
      waited.add(story.waitedMs());
      story.nextRun();
    }
    assertThat(waited)
        .containsExactly(1000L, 1500L, 2250L, 3375L, 5062L, 7593L, 11390L, 15000L, 15000L);
    assertThat(story.after(30_000).crash().waitedMs()).isEqualTo(1000);
  }

  @Test
  void stop_during_a_back_off_stays_stopped() {
    var story = new Story(policy(9, 1000, 0)).started().after(10).crash().feed(new Input.Stop());
    assertThat(story.status()).isEqualTo(Status.STOPPED);
    assertThat(story.after(5000).feed(new Input.DeadlinePassed()).status())
        .isEqualTo(Status.STOPPED);
  }

  @Test
  void an_exit_code_that_means_done_is_not_answered() {
    var story = new Story(PLAIN).started().feed(new Input.Exited(new Exit.Code(42), true));
    assertThat(story.status()).isEqualTo(Status.STOPPED);
    assertThat(story.instance.goal()).isEqualTo(Goal.DOWN);
  }

  @Test
  void a_run_that_is_over_its_memory_limit_is_replaced_at_once() {
    var story = new Story(policy(3, 5000, 0)).started().after(2000);
    story.feed(new Input.MemorySampled(1L << 30));
    assertThat(story.status()).isEqualTo(Status.STOPPING);
    story.feed(new Input.Exited(new Exit.Code(0), true));
    assertThat(story.instance.state()).isInstanceOf(State.Spawning.class);
    assertThat(story.instance.tally().restarts()).isEqualTo(1);
  }

  @Test
  void an_app_that_is_over_its_memory_limit_at_every_start_is_errored() {
    var story = new Story(PLAIN).started();
    for (int i = 0; i < 3; i++) {
      story.feed(new Input.MemorySampled(1L << 30)).crash().feed(new Input.Spawned(3));
    }
    assertThat(story.status()).isEqualTo(Status.ERRORED);
  }

  @Test
  void runs_of_no_length_do_not_follow_each_other_without_a_pause_for_ever() {
    var patient =
        new Policy(
            PLAIN.ready(),
            new Policy.Patience(AppSpec.When.ALWAYS, List.of(), 16, 0, 0, 0, false),
            PLAIN.leave(),
            0);
    var story = new Story(patient).started().crash();
    assertThat(story.waitedMs()).isEqualTo(100);
  }

  @Test
  void a_run_that_is_not_ready_in_time_is_never_called_online() {
    var waiting =
        new Policy(new Policy.Readiness(true, 3000 * MS), PLAIN.patience(), PLAIN.leave(), 0);
    var story = new Story(waiting).started();
    assertThat(story.status()).isEqualTo(Status.LAUNCHING);
    story.after(3000).feed(new Input.DeadlinePassed());
    assertThat(story.status()).isEqualTo(Status.LAUNCHING);
    assertThat(story.instance.state().settled()).isTrue();
    assertThat(story.feed(new Input.ReadySignalled()).status()).isEqualTo(Status.ONLINE);
  }
}
