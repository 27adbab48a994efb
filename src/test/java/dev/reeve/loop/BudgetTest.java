package dev.reeve.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One bound for all.
class BudgetTest {
  private static final long MB = 1 << 20;

  private final Budget budget = new Budget(20 * MB);
  private final List<String> told = new ArrayList<>();

  private Budget.Share share(String name) {
    return budget.share(bytes -> told.add(name + " " + bytes / MB));
  }

  @Test
  void the_biggest_lets_go_until_the_others_fit() {
    var small = share("small");
    var big = share("big");
    var late = share("late");
    small.set(MB);
    big.set(12 * MB);
    late.set(6 * MB);
    assertThat(told).isEmpty();

    late.set(11 * MB);
    assertThat(told).containsExactly("big 12");
    assertThat(budget.usedBytes()).isEqualTo(12 * MB);

    big.set(0);
    small.set(20 * MB);
    assertThat(told).containsExactly("big 12", "small 20");
    assertThat(budget.usedBytes()).isEqualTo(11 * MB);
  }

  @Test
  void that_much_was_kept_and_is_no_more_is_told_once() {
    var one = share("one");
    budget.whenRelieved(() -> told.add("relieved"));
    one.set(MB);
    one.set(0);
    assertThat(told).isEmpty();

    one.set(15 * MB);
    one.set(0);
    one.set(0);
    assertThat(told).containsExactly("relieved");
  }
}
