package dev.reeve.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Exit;
import dev.reeve.model.Health;
import dev.reeve.model.HealthCheck;
import dev.reeve.model.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Restart policy, health, and what comes before a start and a stop, on a simulated clock.
class CareRulesTest {
  private static final long MS = 1_000_000L;
  private static final long NOW = 1_000_000 * MS;

  private static Policy policy(AppSpec.When when, long partMs) {
    return new Policy(
        new Policy.Readiness(false, 3000 * MS),
        new Policy.Patience(when, List.of(42), 3, 1000 * MS, 0, 0, true),
        new Policy.Leave(1600 * MS, 100 * MS, true, 0, partMs * MS),
        0);
  }

  private static HealthCheck check(int retries, long intervalMs, long startMs) {
    return new HealthCheck(
        HealthCheck.Kind.TCP,
        List.of("1"),
        Duration.ofMillis(intervalMs),
        Duration.ofMillis(100),
        retries,
        Duration.ofMillis(startMs),
        true);
  }

  /// An instance with a health check: each answer at its time, restarts as the rules want them.
  private static final class World {
    private final HealthCheck check;
    private final Policy policy;
    private Instance instance = Instance.fresh();
    private Checkup checkup;
    private long nowNs = NOW;
    private final List<Long> restartedAtMs = new ArrayList<>();

    World(HealthCheck check, Policy policy) {
      this.check = check;
      this.policy = policy;
      this.checkup = Checkup.begin(check, NOW);
      feed(new Input.Start()).feed(new Input.Spawned(1));
    }

    World feed(Input input) {
      instance = Lifecycle.step(instance, input, policy, nowNs).next();
      return this;
    }

    /// `answers`: one letter each, `o` for well; each when its time has come.
    World answers(String answers) {
      for (int i = 0; i < answers.length(); i++) {
        nowNs += checkup.pauseNs(check, nowNs);
        answer(answers.charAt(i) == 'o');
      }
      return this;
    }

    private void answer(boolean well) {
      var before = checkup.health();
      checkup =
          well
              ? checkup.well("200", nowNs)
              : checkup.unwell("answered 503", check.retries(), nowNs);
      if (well) {
        feed(new Input.Healthy());
      } else if (before != Health.UNHEALTHY && checkup.health() == Health.UNHEALTHY) {
        restartedAtMs.add((nowNs - NOW) / MS);
        feed(new Input.Unhealthy(checkup.sentence(), checkup.ever()));
        feed(new Input.Exited(new Exit.Signalled(2), true));
        if (instance.state() instanceof State.Spawning) {
          feed(new Input.Spawned(2));
          checkup = Checkup.begin(check, nowNs);
        }
      }
    }

    Status status() {
      return instance.state().status();
    }
  }

  @Test
  void a_flapping_check_restarts_exactly_as_configured() {
    var world = new World(check(3, 1000, 0), policy(AppSpec.When.ALWAYS, 0));

    world.answers("o" + "xo".repeat(50) + "xxo".repeat(50));
    assertThat(world.restartedAtMs).isEmpty();
    assertThat(world.instance.tally().restarts()).isZero();

    long before = (world.nowNs - NOW) / MS;
    world.answers("xxx");
    assertThat(world.restartedAtMs).containsExactly(before + 3000);
    assertThat(world.instance.tally().restarts()).isEqualTo(1);
    assertThat(world.status()).isEqualTo(Status.ONLINE);
  }

  @Test
  void failures_while_it_starts_do_not_count_and_a_success_ends_that_time() {
    var world = new World(check(2, 10_000, 30_000), policy(AppSpec.When.ALWAYS, 0));

    // Asked each second: 29 times within the 30 s.
    world.answers("x".repeat(29));
    assertThat(world.checkup.failures()).isZero();
    assertThat(world.checkup.health()).isEqualTo(Health.STARTING);
    assertThat((world.nowNs - NOW) / MS).isEqualTo(29_000);
    world.answers("xx");
    assertThat(world.restartedAtMs).containsExactly(40_000L);

    world.answers("ox");
    assertThat(world.checkup.failures()).isEqualTo(1);
    assertThat(world.checkup.health()).isEqualTo(Health.HEALTHY);
  }

  @Test
  void an_app_that_is_never_well_is_errored_in_the_end() {
    var world = new World(check(2, 5000, 0), policy(AppSpec.When.ALWAYS, 0)).answers("x".repeat(6));

    assertThat(world.status()).isEqualTo(Status.ERRORED);
    assertThat(world.instance.tally().restarts()).isEqualTo(2);
    assertThat(world.instance.state())
        .isEqualTo(new State.Errored("3 unstable runs in a row, the last: not healthy"));
  }

  @Test
  void an_app_that_is_well_for_a_while_each_time_is_restarted_for_ever() {
    var world =
        new World(check(2, 5000, 0), policy(AppSpec.When.ALWAYS, 0)).answers("oxx".repeat(20));

    assertThat(world.status()).isEqualTo(Status.ONLINE);
    assertThat(world.restartedAtMs).hasSize(20);
  }

  @Test
  void where_health_is_asked_for_mere_age_makes_no_run_stable() {
    var world = new World(check(2, 5000, 0), policy(AppSpec.When.ALWAYS, 0)).answers("xx");
    world.nowNs += 60_000 * MS;
    world.feed(new Input.DeadlinePassed());
    assertThat(world.instance.tally().unstable()).isEqualTo(1);
    assertThat(world.feed(new Input.Healthy()).instance.tally().unstable()).isZero();
  }

  @Test
  void on_failure_follows_any_end_but_a_good_one() {
    var good = new World(check(2, 1, 0), policy(AppSpec.When.ON_FAILURE, 0));
    good.feed(new Input.Exited(new Exit.Code(0), true));
    assertThat(good.status()).isEqualTo(Status.STOPPED);
    assertThat(good.instance.goal()).isEqualTo(Goal.DOWN);

    for (var exit : List.of(new Exit.Code(1), new Exit.Signalled(9), new Exit.Unknown())) {
      var bad = new World(check(2, 1, 0), policy(AppSpec.When.ON_FAILURE, 0));
      bad.feed(new Input.Exited(exit, true));
      assertThat(bad.instance.goal()).isEqualTo(Goal.UP);
    }
    var listed = new World(check(2, 1, 0), policy(AppSpec.When.ON_FAILURE, 0));
    assertThat(listed.feed(new Input.Exited(new Exit.Code(42), true)).status())
        .isEqualTo(Status.STOPPED);
  }

  @Test
  void never_means_never() {
    var ended = new World(check(2, 1, 0), policy(AppSpec.When.NEVER, 0));
    assertThat(ended.feed(new Input.Exited(new Exit.Code(1), true)).status())
        .isEqualTo(Status.STOPPED);
    assertThat(new World(check(2, 1000, 0), policy(AppSpec.When.NEVER, 0)).answers("xx").status())
        .isEqualTo(Status.STOPPED);
  }

  @Test
  void what_is_done_before_a_stop_has_its_time_and_the_kill_timeout_counts_from_the_signal() {
    var world = new World(check(2, 1000, 0), policy(AppSpec.When.ALWAYS, 5000));
    world.feed(new Input.Stop());
    assertThat(world.instance.state()).isInstanceOf(State.Parting.class);
    assertThat(world.instance.state().deadlineNs()).isEqualTo(world.nowNs + 5000 * MS);
    world.nowNs += 2000 * MS;
    world.feed(new Input.Parted());
    assertThat(world.instance.state().deadlineNs()).isEqualTo(world.nowNs + 1600 * MS);
    assertThat(world.status()).isEqualTo(Status.STOPPING);

    var late = new World(check(2, 1000, 0), policy(AppSpec.When.ALWAYS, 5000));
    late.feed(new Input.Stop());
    late.nowNs += 5000 * MS;
    late.feed(new Input.DeadlinePassed());
    assertThat(late.instance.state()).isInstanceOf(State.Stopping.class);
  }

  @Test
  void a_start_that_can_not_be_prepared_is_tried_again_and_given_up() {
    var world = new World(check(2, 1000, 0), policy(AppSpec.When.ALWAYS, 0));
    world.feed(new Input.Stop()).feed(new Input.Exited(new Exit.Code(0), true));
    world.feed(new Input.Start());
    for (int i = 0; i < 2; i++) {
      world
          .feed(new Input.Held("its pre_start hook runs"))
          .feed(new Input.Unprepared("exit code 1"));
      assertThat(world.status()).isEqualTo(Status.WAITING_RESTART);
      world.nowNs = world.instance.state().deadlineNs();
      world.feed(new Input.DeadlinePassed());
    }
    world.feed(new Input.Held("its pre_start hook runs")).feed(new Input.Unprepared("exit code 1"));
    assertThat(world.instance.state())
        .isEqualTo(new State.Errored("3 unstable runs in a row, the last: exit code 1"));
  }

  @Test
  void a_stop_ends_the_waiting_for_others() {
    var world = new World(check(2, 1000, 0), policy(AppSpec.When.ALWAYS, 0));
    world.feed(new Input.Stop()).feed(new Input.Exited(new Exit.Code(0), true));
    world.feed(new Input.Start()).feed(new Input.Held("waits for db to be ready"));
    assertThat(world.status()).isEqualTo(Status.LAUNCHING);
    world.feed(new Input.Stop());
    assertThat(world.status()).isEqualTo(Status.STOPPED);
    assertThat(world.feed(new Input.Released()).status()).isEqualTo(Status.STOPPED);
  }
}
