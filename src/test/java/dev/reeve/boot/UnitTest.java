package dev.reeve.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.boot.UnitFacts.Owner;
import dev.reeve.model.Problem;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnitTest {
  private static final Duration SHORT = Duration.ofMillis(1600);

  static UnitFacts facts(String launcher, String user) {
    var owner = new Owner(user, Path.of("/home/" + user), "");
    return UnitFacts.of(Path.of(launcher), owner, null, SHORT);
  }

  private static String text(UnitFacts facts) {
    return Unit.text(facts, Unit.Scope.SYSTEM);
  }

  @Test
  void the_unit_of_a_user() {
    assertThat(text(facts("/usr/local/bin/pm2", "alice")))
        .isEqualTo(
            """
            [Unit]
            Description=Reeve, process supervisor of alice
            After=network-online.target
            Wants=network-online.target
            RequiresMountsFor="/home/alice/.pm2" "/usr/local/bin/pm2"
            StartLimitIntervalSec=0

            [Service]
            Type=notify
            NotifyAccess=main
            User=alice
            Environment="REEVE_HOME=/home/alice/.pm2"
            Environment=PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
            Environment=LANG=C.UTF-8
            ExecStart="/usr/local/bin/pm2" daemon --foreground --resurrect
            ExecReload="/usr/local/bin/pm2" reload all
            KillMode=process
            Restart=on-failure
            RestartSec=1
            WatchdogSec=30
            WatchdogSignal=SIGQUIT
            TimeoutAbortSec=5
            TimeoutStartSec=300
            TimeoutStopSec=90
            OOMPolicy=continue
            TasksMax=infinity
            LimitNOFILE=1048576
            FileDescriptorStoreMax=16384
            CapabilityBoundingSet=~CAP_SYS_MODULE CAP_SYS_BOOT CAP_SYS_TIME CAP_SYS_PACCT \
            CAP_AUDIT_CONTROL CAP_MAC_OVERRIDE

            [Install]
            WantedBy=multi-user.target
            """);
  }

  @Test
  void the_unit_of_a_users_own_manager_names_no_user_and_no_unit_of_the_machine() {
    assertThat(Unit.text(facts("/opt/reeve", "alice"), Unit.Scope.USER))
        .contains("WantedBy=default.target\n")
        .doesNotContain("User=", "network-online", "multi-user");
  }

  @Test
  void a_unit_takes_no_right_that_an_app_or_its_sudo_needs() {
    assertThat(text(facts("/opt/reeve", "alice")))
        .contains("CapabilityBoundingSet=~")
        .doesNotContain(
            "CAP_SETUID", "CAP_NET", "CAP_SYS_ADMIN", "CAP_CHOWN", "CAP_DAC", "CAP_KILL")
        .doesNotContain("NoNewPrivileges", "Protect", "Private", "Restrict", "SystemCall", "Lock");
    assertThat(Unit.text(facts("/opt/reeve", "alice"), Unit.Scope.USER))
        .doesNotContain("CapabilityBoundingSet");
  }

  @Test
  void its_name_follows_the_launchers() {
    assertThat(facts("/usr/bin/pm2", "alice").fileName()).isEqualTo("pm2-alice.service");
    assertThat(facts("/opt/reeve", "alice").fileName()).isEqualTo("reeve-alice.service");
  }

  @Test
  void a_service_name_may_carry_its_suffix() {
    var owner = new Owner("alice", Path.of("/home/alice"), "");
    var facts = UnitFacts.of(Path.of("/opt/reeve"), owner, "jobs.service", SHORT);
    assertThat(facts.fileName()).isEqualTo("jobs.service");
  }

  @Test
  void stopping_may_take_longer_than_the_longest_kill_timeout() {
    var owner = new Owner("alice", Path.of("/home/alice"), "");
    var facts = UnitFacts.of(Path.of("/opt/reeve"), owner, null, Duration.ofMinutes(10));
    assertThat(text(facts)).contains("TimeoutStopSec=630\n");
  }

  @Test
  void what_systemd_would_expand_is_escaped() {
    var owner = new Owner("alice", Path.of("/home/alice"), "/srv/50% $x \"q\"");
    var facts = UnitFacts.of(Path.of("/opt/a$b%c/reeve"), owner, null, SHORT);
    assertThat(facts.problems()).isEmpty();
    assertThat(text(facts))
        .contains("Environment=\"REEVE_HOME=/srv/50%% $x \\\"q\\\"\"\n")
        .contains("ExecStart=\"/opt/a$$b%%c/reeve\" daemon");
  }

  @Test
  void names_that_could_write_lines_or_paths_of_their_own_are_refused() {
    var owner = new Owner("al\nExecStart=/bin/sh", Path.of("/home/x\ny"), "");
    var facts = UnitFacts.of(Path.of("reeve"), owner, "../../etc/passwd", SHORT);
    assertThat(facts.problems())
        .extracting(Problem::key)
        .containsExactly("user", "service-name", "path", "path", "path");
    assertThat(facts.problems()).noneMatch(problem -> problem.sentence().contains("\n"));
  }
}
