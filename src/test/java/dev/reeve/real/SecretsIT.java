package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// docs/security.md, “Secrets”.
class SecretsIT {
  private static final String VALUE = "hunter2";

  private final RealHome real = new RealHome();

  @AfterEach
  void nothing_is_left() throws Exception {
    real.close();
  }

  private void start() throws Exception {
    real.file(
        "e.json",
        """
        { "apps": [{ "name": "app", "script": "sleep 1000",
          "env": { "API_KEY": "%1$s", "PORT": "3000", "DB_URL": "pg://me:%1$s@db/x" },
          "hooks": { "post_start": "echo password=%1$s; exit 1" } }] }
        """
            .formatted(VALUE));
    assertThat(real.run("start", "e.json").code()).isZero();
    RealHome.eventually(() -> real.daemonLog().contains("post_start"));
  }

  @Test
  void secrets_are_shown_only_when_they_are_asked_for() throws Exception {
    start();
    for (var words :
        List.of(
            new String[] {"env", "0"},
            new String[] {"describe", "0"},
            new String[] {"report"},
            new String[] {"env", "e.json", "--diff"})) {
      var said = real.run(words);
      assertThat(said.out() + said.err()).as(String.join(" ", words)).doesNotContain(VALUE);
    }
    assertThat(real.daemonLog()).doesNotContain(VALUE);
    assertThat(real.run("env", "0").out()).contains("API_KEY: ****", "PORT: 3000", "pg://****@db");
    assertThat(real.run("env", "0", "--show-secrets").out()).contains("API_KEY: " + VALUE);
    assertThat(real.run("jlist").out()).contains(VALUE);
  }

  @Test
  void the_daemon_leaves_no_core_dump_and_its_apps_may() throws Exception {
    start();
    assertThat(softCoreLimit(real.daemonPid())).isEqualTo("0");
    long app = Long.parseLong(real.run("pid", "app").out().strip());
    assertThat(softCoreLimit(app)).isEqualTo(softCoreLimit(ProcessHandle.current().pid()));
    assertThat(real.run("update").code()).isZero();
    assertThat(real.run("restart", "app").code()).isZero();
    long next = Long.parseLong(real.run("pid", "app").out().strip());
    assertThat(softCoreLimit(next)).isEqualTo(softCoreLimit(ProcessHandle.current().pid()));
  }

  private static String softCoreLimit(long pid) throws Exception {
    return Files.readAllLines(Path.of("/proc/" + pid + "/limits")).stream()
        .filter(line -> line.startsWith("Max core file size"))
        .map(line -> line.split(" {2,}", -1)[1])
        .findFirst()
        .orElseThrow();
  }
}
