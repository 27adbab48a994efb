package dev.reeve.lifecycle;

import dev.reeve.model.Health;
import dev.reeve.model.HealthCheck;
import java.time.Duration;

/// What is known of how well a run is: `failures` in a row that count, what the last answer `said`,
/// and whether it was `ever` healthy. Until `graceUntilNs` no failure counts.
public record Checkup(Health health, int failures, long graceUntilNs, boolean ever, String said) {
  /// Before a run has answered well for the first time it is asked at least so often.
  private static final long STARTING_STEP_NS = Duration.ofSeconds(1).toNanos();

  /// Of a run that begins now.
  public static Checkup begin(HealthCheck check, long nowNs) {
    return new Checkup(Health.STARTING, 0, nowNs + check.startPeriod().toNanos(), false, "");
  }

  /// Of a run that has been there for a while.
  public static Checkup resume(long nowNs) {
    return new Checkup(Health.STARTING, 0, nowNs, false, "");
  }

  /// It has answered well; that ends the start period.
  public Checkup well(String how, long nowNs) {
    return new Checkup(Health.HEALTHY, 0, Math.min(graceUntilNs, nowNs), true, how);
  }

  /// It has not, when asked at `askedNs`.
  public Checkup unwell(String how, int retries, long askedNs) {
    if (askedNs < graceUntilNs) {
      return new Checkup(health, 0, graceUntilNs, ever, how);
    }
    int count = failures + 1;
    var now = count >= retries ? Health.UNHEALTHY : health;
    return new Checkup(now, count, graceUntilNs, ever, how);
  }

  /// How long to wait until it is asked again.
  public long pauseNs(HealthCheck check, long nowNs) {
    long intervalNs = check.interval().toNanos();
    boolean starting = health == Health.STARTING && nowNs < graceUntilNs;
    return starting ? Math.min(intervalNs, STARTING_STEP_NS) : intervalNs;
  }

  /// For people.
  public String sentence() {
    var tail = said.isEmpty() ? "" : ": " + said;
    return switch (health) {
      case NONE, STARTING, HEALTHY ->
          failures == 0 ? said : failures + " failures in a row, the last" + tail;
      case UNHEALTHY -> failures + " failures in a row, the last" + tail;
    };
  }
}
