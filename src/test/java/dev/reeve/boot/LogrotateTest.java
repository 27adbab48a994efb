package dev.reeve.boot;

import static dev.reeve.boot.UnitTest.facts;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the system's logrotate is given.
class LogrotateTest {
  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();

  private Logrotate logrotate(boolean root) {
    return new Logrotate(folder, root, shown::add, said::add);
  }

  @Test
  void root_gets_the_configuration_shown_and_written() {
    var facts = facts("/opt/reeve", "alice");

    assertThat(logrotate(true).install(facts)).isZero();
    assertThat(logrotate(true).install(facts)).isZero();

    assertThat(folder.resolve("reeve-alice")).hasContent(shown.getFirst());
    assertThat(shown.getFirst())
        .startsWith("\"/home/alice/.reeve/pm2.log\" \"/home/alice/.reeve/logs/*.log\" {\n")
        .contains("    su alice alice\n")
        .contains("        env REEVE_HOME=/home/alice/.reeve /opt/reeve reloadLogs --silent\n")
        .doesNotContain("copytruncate");
    assertThat(said).contains("It is there already, just so.");
  }

  @Test
  void who_is_not_root_gets_the_exact_command() {
    assertThat(logrotate(false).install(facts("/opt/pm2", "alice"))).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
    assertThat(shown)
        .containsExactly("sudo env PATH=$PATH /opt/pm2 logrotate -u alice --hp /home/alice");
  }

  @Test
  void unsafe_names_write_nothing() {
    assertThat(logrotate(true).install(facts("/opt/reeve", "a/b"))).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
  }
}
