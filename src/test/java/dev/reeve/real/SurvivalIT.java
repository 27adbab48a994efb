package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// DESIGN, “Apps outlive the supervisor”, with all kinds of apps at once: fifty of them, two of
/// which are clusters of four under load.
class SurvivalIT {
  private static final int DEATHS = 10;

  /// So many answers are awaited between two events.
  private static final int ANSWERS = 300;

  private final RealHome real = new RealHome();
  private final Fleet fleet = new Fleet(real);

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private void killDaemon() throws Exception {
    var daemon = ProcessHandle.of(real.daemonPid()).orElseThrow();
    daemon.destroyForcibly();
    RealHome.eventually(() -> !daemon.isAlive());
  }

  private static List<String> failed(List<HttpLoad> loads) throws Exception {
    var failed = new ArrayList<String>();
    for (var load : loads) {
      failed.addAll(load.end().failed());
    }
    return failed;
  }

  @Test
  void nothing_is_lost_or_doubled_when_the_daemon_is_killed_ten_times() throws Exception {
    fleet.start();
    var before = fleet.seen();
    var loads = fleet.loads();
    int fds = 0;
    for (int i = 0; i < DEATHS; i++) {
      long answers = Fleet.answered(loads);
      RealHome.eventually(() -> Fleet.answered(loads) > answers + ANSWERS);
      killDaemon();
      assertThat(fleet.seen()).isEqualTo(before);
      fds = fds == 0 ? real.daemonFds() : fds;
    }
    assertThat(real.list()).allMatch(view -> view.status() == Status.ONLINE);
    // A connection that the daemon had taken and not handed on dies with it: one a death at most.
    assertThat(failed(Fleet.byTurns(loads))).hasSizeLessThanOrEqualTo(DEATHS);
    assertThat(failed(Fleet.shared(loads))).isEmpty();
    fleet.whatTheyWroteIsWhole();
    fleet.noTwins();
    int most = fds + 1;
    RealHome.eventually(() -> real.daemonFds() <= most);
    theChannelsAreOpen();
  }

  /// A reload asks each worker over its channel to end what it has begun.
  private void theChannelsAreOpen() throws Exception {
    var loads = fleet.loads();
    for (var name : List.of("turn", "shared")) {
      var said = real.run("reload", name);
      assertThat(said.code()).as(said.err()).isZero();
    }
    assertThat(failed(loads)).isEmpty();
  }
}
