package dev.reeve.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the loop says of whoever holds it.
class HeldLoopTest {
  private final Ports kernel = new Ports();
  private final Loop loop = new Loop(kernel, fault -> {});
  private final List<String> told = new ArrayList<>();

  private void turnThatTakes(long ms) {
    loop.post(() -> kernel.later(Duration.ofMillis(ms).toNanos()));
    loop.post(() -> kernel.later(1));
    loop.turn(0);
  }

  @Test
  void a_turn_that_takes_long_is_told_with_who_took_it_and_not_again_at_once() {
    loop.whenHeld(told::add);
    turnThatTakes(99);
    assertThat(told).isEmpty();

    turnThatTakes(250);
    turnThatTakes(250);
    assertThat(told)
        .containsExactly("the loop was held for 250 ms, 250 of them by node.HeldLoopTest");
  }

  @Test
  void timers_that_are_due_at_once_leave_room_for_others() {
    var run = new ArrayList<Integer>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      loop.arm(
          () -> {
            run.add(number);
            kernel.later(Duration.ofMillis(30).toNanos());
          },
          0);
    }
    loop.turn(0);
    assertThat(run).hasSize(2);
    loop.turn(0);
    loop.turn(0);
    assertThat(run).hasSize(5).doesNotHaveDuplicates();
  }
}
