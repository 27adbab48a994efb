package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Request;
import dev.reeve.model.Status;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// docs/watch.md: apps that run at certain times.
class CronIT {
  private static final String EACH_SECOND = "* * * * * *";

  private final RealHome real = new RealHome();

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private void job() throws Exception {
    var text =
        "{ \"name\": \"job\", \"script\": \"job.sh\", \"autorestart\": false, \"cron_restart\": \""
            + EACH_SECOND
            + "\" }";
    real.file("job.sh", "echo done\n");
    real.run("start", real.file("job.json", text).toString());
  }

  private long jobs() throws Exception {
    return real.log("job-out.log").lines().count();
  }

  /// Two times have come since it was asked for.
  private void twoTimesPass() throws Exception {
    real.file("bell.sh", "while :; do sleep 0.02; done\n");
    real.run("start", "bell.sh", "-f", "--cron", EACH_SECOND);
    real.until("bell", view -> view.restarts() >= 2);
    real.run("delete", "bell");
  }

  @Test
  void a_job_that_has_ended_runs_again_at_its_next_time_until_it_is_stopped() throws Exception {
    job();
    RealHome.eventually(() -> jobs() >= 3);
    assertThat(real.run("describe", "job").out())
        .contains("cron restart", EACH_SECOND, "next cron restart");
    assertThat(real.run("jlist").out()).contains("\"cron_restart\":\"" + EACH_SECOND + "\"");

    real.run("stop", "job");
    long before = jobs();
    twoTimesPass();

    assertThat(jobs()).isEqualTo(before);
    assertThat(real.view("job").status()).isEqualTo(Status.STOPPED);
    assertThat(real.run("describe", "job").out()).doesNotContain("next cron restart");
  }

  @Test
  void a_schedule_is_given_and_taken_by_restart() throws Exception {
    job();
    assertThat(real.run("restart", "job", "--cron-restart", "0").code()).isZero();
    real.until("job", Status.STOPPED);
    long before = jobs();
    twoTimesPass();
    assertThat(jobs()).isEqualTo(before);
    assertThat(real.run("jlist").out()).doesNotContain("cron_restart");

    assertThat(real.run("restart", "job", "-c", EACH_SECOND).code()).isZero();
    RealHome.eventually(() -> jobs() >= before + 3);
    var wrong = real.run("restart", "job", "--cron", "never");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).contains("'never' is not a schedule of cron", "0 3 * * *");
  }

  /// Neither a dead daemon nor a saved list ends a schedule.
  @Test
  void a_job_between_two_times_outlives_its_daemon() throws Exception {
    job();
    real.until("job", Status.STOPPED);
    long daemon = real.daemonPid();
    ProcessHandle.of(daemon).orElseThrow().destroyForcibly();
    RealHome.eventually(() -> ProcessHandle.of(daemon).isEmpty());
    long before = jobs();
    real.list();
    RealHome.eventually(() -> jobs() >= before + 2);

    real.until("job", Status.STOPPED);
    real.run("save");
    real.run("kill");
    long saved = jobs();
    real.run("resurrect");
    RealHome.eventually(() -> jobs() >= saved + 2);
    real.ask(new Request.Delete(List.of("job")));
  }
}
