package dev.reeve.boot;

import static dev.reeve.boot.UnitTest.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.boot.UnitFacts.Owner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartupTest {
  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();
  private final List<String> shown = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();
  private int exitCode;

  private Startup startup(boolean root, boolean systemdRuns) {
    Host.Runner runner =
        words -> {
          ran.add(String.join(" ", words));
          return exitCode;
        };
    return new Startup(new Host(folder, root, systemdRuns, runner), shown::add, said::add);
  }

  private Path unit() {
    return folder.resolve("reeve-alice.service");
  }

  @Test
  void root_gets_the_unit_shown_written_and_enabled() {
    var facts = facts("/opt/reeve", "alice");
    assertThat(startup(true, true).install(facts)).isZero();
    assertThat(shown).containsExactly(Unit.text(facts));
    assertThat(unit()).hasContent(Unit.text(facts));
    assertThat(ran)
        .containsExactly("systemctl daemon-reload", "systemctl enable reeve-alice.service");
  }

  @Test
  void the_unit_is_shown_before_it_is_written() {
    var host = new Host(folder, true, true, _ -> 0);
    new Startup(host, _ -> assertThat(unit()).doesNotExist(), said::add)
        .install(facts("/opt/reeve", "alice"));
    assertThat(unit()).exists();
  }

  @Test
  void a_second_time_changes_nothing() throws Exception {
    var startup = startup(true, true);
    startup.install(facts("/opt/reeve", "alice"));
    var written = Files.getLastModifiedTime(unit());
    assertThat(startup.install(facts("/opt/reeve", "alice"))).isZero();
    assertThat(Files.getLastModifiedTime(unit())).isEqualTo(written);
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void without_systemd_the_file_is_written_and_the_rest_is_said() {
    assertThat(startup(true, false).install(facts("/opt/reeve", "alice"))).isZero();
    assertThat(unit()).exists();
    assertThat(ran).isEmpty();
    assertThat(said.getLast()).contains("systemctl daemon-reload && systemctl enable reeve-alice");
  }

  @Test
  void who_is_not_root_gets_the_exact_command() {
    assertThat(startup(false, true).install(facts("/opt/pm2", "alice"))).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
    assertThat(shown)
        .containsExactly(
            "sudo env PATH=$PATH /opt/pm2 startup systemd -u alice --hp /home/alice"
                + " --service-name pm2-alice");
  }

  @Test
  void that_command_keeps_a_home_of_its_own_and_quotes_it() {
    var owner = new Owner("alice", Path.of("/home/alice"), "/srv/it's here");
    var facts = UnitFacts.of(Path.of("/opt/reeve"), owner, null, Duration.ZERO);
    startup(false, true).remove(facts);
    assertThat(shown.getFirst())
        .startsWith("sudo env PATH=$PATH 'REEVE_HOME=/srv/it'\\''s here' /opt/reeve unstartup ");
  }

  @Test
  void removing_undoes_installing_and_may_be_done_twice() {
    var startup = startup(true, true);
    startup.install(facts("/opt/reeve", "alice"));
    ran.clear();
    assertThat(startup.remove(facts("/opt/reeve", "alice"))).isZero();
    assertThat(unit()).doesNotExist();
    assertThat(ran)
        .containsExactly("systemctl disable reeve-alice.service", "systemctl daemon-reload");
    assertThat(startup.remove(facts("/opt/reeve", "alice"))).isZero();
  }

  @Test
  void a_failing_systemctl_is_told_and_is_a_failure() {
    exitCode = 5;
    assertThat(startup(true, true).install(facts("/opt/reeve", "alice"))).isEqualTo(1);
    assertThat(said.getLast()).isEqualTo("'systemctl daemon-reload' failed with exit code 5.");
  }

  @Test
  void unsafe_names_write_nothing() {
    assertThat(startup(true, true).install(facts("/opt/reeve", "a/b"))).isEqualTo(1);
    assertThat(folder).isEmptyDirectory();
    assertThat(ran).isEmpty();
  }
}
