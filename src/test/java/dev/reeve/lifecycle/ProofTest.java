package dev.reeve.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Health;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofTest {
  private static final long MS = 1_000_000L;
  private static final long NOW = 5_000 * MS;
  private static final Run YOUNG = new Run(7, NOW - 400 * MS);
  private static final Run OLD = new Run(7, NOW - 1000 * MS);
  private static final Run LATE = new Run(7, NOW - 3000 * MS);

  private static Policy policy(boolean awaited) {
    return new Policy(
        new Policy.Readiness(awaited, 3000 * MS),
        new Policy.Patience(AppSpec.When.ALWAYS, List.of(), 16, 1000 * MS, 0, 0, false),
        new Policy.Leave(1600 * MS, 100 * MS, true, 0, 0),
        0);
  }

  private static Proof proof(State state, boolean awaited, Proof.Demand demand) {
    var instance = new Instance(Goal.UP, state, Tally.ZERO);
    return Proof.of(instance, policy(awaited), demand, NOW);
  }

  private static State online(Run run) {
    return new State.Online(run, State.NEVER);
  }

  private static Proof.Demand demand(boolean listening, boolean listens, boolean age) {
    return new Proof.Demand(listening, listens, age, Health.NONE);
  }

  @Test
  void who_says_nothing_is_believed_at_min_uptime() {
    var nothing = demand(false, false, false);
    assertThat(proof(online(YOUNG), false, nothing)).isEqualTo(new Proof.Awaited(NOW + 600 * MS));
    assertThat(proof(online(OLD), false, nothing)).isEqualTo(new Proof.Given());
  }

  @Test
  void who_says_that_it_is_ready_is_believed_at_once_but_for_the_first() {
    assertThat(proof(online(YOUNG), true, demand(false, false, false)))
        .isEqualTo(new Proof.Given());
    assertThat(proof(online(YOUNG), false, demand(true, true, false))).isEqualTo(new Proof.Given());
    assertThat(proof(online(YOUNG), true, demand(false, false, true)))
        .isEqualTo(new Proof.Awaited(NOW + 600 * MS));
  }

  @Test
  void where_the_old_one_listens_the_new_one_must_in_time() {
    assertThat(proof(online(OLD), false, demand(true, false, false)))
        .isEqualTo(new Proof.Awaited(NOW + 2000 * MS));
    assertThat(proof(online(LATE), false, demand(true, false, false)))
        .isEqualTo(new Proof.Failed("was not listening within 3000 ms (listen_timeout)"));
  }

  @Test
  void who_is_late_or_on_its_way_out_has_failed() {
    var nothing = demand(false, false, false);
    assertThat(proof(new State.Overdue(LATE), true, nothing))
        .isEqualTo(new Proof.Failed("was not ready within 3000 ms (listen_timeout)"));
    assertThat(proof(new State.Errored("no such file"), false, nothing))
        .isEqualTo(new Proof.Failed("no such file"));
    for (var state :
        List.of(
            new State.Stopped(),
            new State.Clearing(new Ending.Asked(), NOW),
            new State.Stopping(OLD, new Ending.OverMemory(1), NOW))) {
      assertThat(proof(state, false, nothing)).isEqualTo(new Proof.Failed(""));
    }
  }

  @Test
  void where_its_health_is_asked_for_it_must_be_well() {
    assertThat(proof(online(OLD), false, demand(Health.STARTING)))
        .isEqualTo(new Proof.Awaited(State.NEVER));
    assertThat(proof(online(YOUNG), false, demand(Health.HEALTHY))).isEqualTo(new Proof.Given());
    assertThat(proof(online(OLD), false, demand(Health.UNHEALTHY)))
        .isEqualTo(new Proof.Failed("was not healthy"));
  }

  @Test
  void its_own_word_goes_before_what_its_health_check_says() {
    assertThat(proof(online(YOUNG), true, demand(Health.STARTING))).isEqualTo(new Proof.Given());
    assertThat(proof(online(YOUNG), true, demand(Health.UNHEALTHY))).isEqualTo(new Proof.Given());
  }

  private static Proof.Demand demand(Health health) {
    return new Proof.Demand(false, false, false, health);
  }

  @Test
  void what_is_under_way_is_waited_for() {
    var nothing = demand(false, false, false);
    assertThat(proof(new State.Starting(YOUNG, NOW + 9), true, nothing))
        .isEqualTo(new Proof.Awaited(NOW + 9));
    assertThat(proof(new State.Spawning(), false, nothing))
        .isEqualTo(new Proof.Awaited(State.NEVER));
  }
}
