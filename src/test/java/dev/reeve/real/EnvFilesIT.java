package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// `.env` files and filters on real processes: what each run has in its environment.
class EnvFilesIT {
  private final RealHome real = new RealHome().with("CALLER", "one").with("SECRET_KEY", "s");

  @AfterEach
  void close() throws Exception {
    real.close();
  }

  private List<String> environment() throws Exception {
    int pid = real.until("app", Status.ONLINE).pid();
    var bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
    return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0", -1));
  }

  @Test
  void files_are_read_at_each_start_and_with_update_env() throws Exception {
    real.file(".env", "A=1\nB=${CALLER}\nGONE=soon\n");
    real.file(
        "ecosystem.json",
        """
        { "name": "app", "script": "sleep 1000", "env_file": ".env", "filter_env": "SECRET_",
          "env": { "OWN": "o" } }
        """);

    assertThat(real.run("start", "ecosystem.json").code()).isZero();
    assertThat(environment()).contains("A=1", "B=one", "GONE=soon", "OWN=o", "CALLER=one");
    assertThat(environment()).doesNotContain("SECRET_KEY=s");

    real.file(".env", "A=2\nB=${CALLER}\n");
    real.with("CALLER", "two");
    assertThat(real.run("env", "app", "--diff").out())
        .contains("~ A: 1 → 2", "~ B: one → two", "- GONE: soon", "~ CALLER: one → two")
        .doesNotContain("SECRET_KEY", "OWN");
    assertThat(real.run("restart", "app").code()).isZero();
    assertThat(environment()).contains("A=1", "B=one", "GONE=soon", "CALLER=one");

    assertThat(real.run("restart", "app", "--update-env").code()).isZero();
    assertThat(environment()).contains("A=2", "B=two", "OWN=o", "CALLER=two");
    assertThat(environment()).doesNotContain("SECRET_KEY=s", "GONE=soon");

    real.file(".env", "not a variable");
    var refused = real.run("restart", "app", "--update-env");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains(".env:1: 'not a variable' is not NAME=value");
    assertThat(environment()).contains("A=2");

    real.file(".env", "A=3");
    assertThat(real.run("start", "ecosystem.json").code()).isZero();
    assertThat(environment()).contains("A=3", "OWN=o");
  }
}
