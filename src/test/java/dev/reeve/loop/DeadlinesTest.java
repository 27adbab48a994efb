package dev.reeve.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private final Deadlines<String> deadlines = new Deadlines<>();

  @Test
  void the_earliest_is_due_first_and_only_when_its_time_has_come() {
    deadlines.arm("late", 20);
    deadlines.arm("early", 10);
    assertThat(deadlines.nextNs()).isEqualTo(10);
    assertThat(deadlines.due(9)).isNull();
    assertThat(deadlines.due(30)).isEqualTo("early");
    assertThat(deadlines.due(30)).isEqualTo("late");
    assertThat(deadlines.due(30)).isNull();
  }

  @Test
  void a_changed_deadline_holds_in_place_of_the_old_one() {
    deadlines.arm("a", 10);
    deadlines.arm("a", 50);
    assertThat(deadlines.due(20)).isNull();
    assertThat(deadlines.due(50)).isEqualTo("a");
    assertThat(deadlines.due(100)).isNull();
  }

  @Test
  void a_disarmed_key_is_never_due() {
    deadlines.arm("a", 10);
    deadlines.arm("a", Deadlines.NEVER);
    assertThat(deadlines.due(100)).isNull();
    assertThat(deadlines.nextNs()).isEqualTo(Deadlines.NEVER);
    assertThat(deadlines.size()).isZero();
  }
}
