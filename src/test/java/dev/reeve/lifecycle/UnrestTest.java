package dev.reeve.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnrestTest {
  private static final long MS = 1_000_000;

  @Test
  void a_burst_is_one_change_that_is_due_when_it_is_over() {
    var unrest = Unrest.begin("a.js", 1000 * MS);
    assertThat(unrest.dueNs(Duration.ZERO)).isEqualTo(1100 * MS);
    for (long at = 1050; at <= 2000; at += 50) {
      unrest = unrest.and(at == 1050 ? "a.js" : "b" + at, at * MS);
      assertThat(unrest.dueNs(Duration.ZERO)).isEqualTo((at + 100) * MS);
    }
    assertThat(unrest.sentence()).isEqualTo("a.js changed, and 19 more");
    assertThat(unrest.lastNs()).isEqualTo(2000 * MS);
  }

  @Test
  void the_app_may_want_a_longer_quiet() {
    var unrest = Unrest.begin("a.js", 0).and("b.js", 900 * MS);
    assertThat(unrest.dueNs(Duration.ofSeconds(1))).isEqualTo(1900 * MS);
  }

  @Test
  void what_never_is_quiet_is_acted_on_all_the_same() {
    var unrest = Unrest.begin("a.js", 0);
    for (long at = 50; at <= 60_000; at += 50) {
      unrest = unrest.and("f" + at, at * MS);
    }
    assertThat(unrest.dueNs(Duration.ZERO)).isEqualTo(3100 * MS);
    assertThat(unrest.sentence()).isEqualTo("a.js changed, and 99 or more");
  }
}
