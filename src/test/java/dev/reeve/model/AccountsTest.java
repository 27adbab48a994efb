package dev.reeve.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Accounts.Resolved;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Users and groups of a machine, by name and by number.
class AccountsTest {
  private static final Accounts ACCOUNTS =
      new Accounts(
          """
          root:x:0:0:root:/root:/bin/bash
          broken line
          web:x:1001:2001:Web:/home/web:/bin/sh
          77:x:1077:2001::/home/77:/bin/sh
          """,
          """
          root:x:0:
          web:x:2001:
          docker:x:2002:web,other
          logs:x:2003:web
          """);

  @Test
  void a_user_has_its_group_all_its_groups_and_what_a_login_has() {
    var expected =
        new Resolved.Known(
            1001,
            2001,
            List.of(2001, 2002, 2003),
            Map.of("HOME", "/home/web", "USER", "web", "LOGNAME", "web"));
    assertThat(resolve("web", null)).isEqualTo(expected);
    assertThat(resolve("1001", null)).isEqualTo(expected);
  }

  @Test
  void a_group_may_be_another_one_and_a_group_alone_is_enough() {
    assertThat(resolve("web", "docker"))
        .isInstanceOfSatisfying(
            Resolved.Known.class,
            known -> {
              assertThat(known.gid()).isEqualTo(2002);
              assertThat(known.groups()).containsExactly(2002, 2003);
            });
    assertThat(resolve(null, "2003"))
        .isEqualTo(new Resolved.Known(-1, 2003, List.of(2003), Map.of()));
  }

  @Test
  void a_name_of_digits_goes_before_the_number() {
    assertThat(resolve("77", null))
        .isInstanceOfSatisfying(
            Resolved.Known.class, known -> assertThat(known.uid()).isEqualTo(1077));
  }

  @Test
  void who_is_not_there_is_told_and_a_number_is_enough_with_a_group() {
    assertThat(resolve("nobody-here", null))
        .isEqualTo(new Resolved.Unknown(true, "no user of this machine is 'nobody-here'"));
    assertThat(resolve("web", "wheel"))
        .isEqualTo(new Resolved.Unknown(false, "no group of this machine is 'wheel'"));
    assertThat(resolve("5000", null))
        .isEqualTo(
            new Resolved.Unknown(
                true,
                "no user of this machine is '5000', and so its group is not known: name one as"
                    + " gid"));
    assertThat(resolve("5000", "6000"))
        .isEqualTo(new Resolved.Known(5000, 6000, List.of(6000), Map.of()));
  }

  private static Resolved resolve(@Nullable String user, @Nullable String group) {
    return ACCOUNTS.resolve(new RunAs(user, group));
  }
}
