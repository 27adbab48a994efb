package dev.reeve.boot;

import static dev.reeve.boot.UnitTest.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.boot.UnitFacts.Owner;
import java.io.IOException;
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

  private Host host(boolean root) {
    return new Host(
        folder,
        root,
        words -> {
          ran.add(String.join(" ", words));
          return exitCode;
        });
  }

  private Startup startup(boolean root, boolean systemdRuns) throws IOException {
    if (systemdRuns) {
      Files.createDirectories(folder.resolve("run/systemd/system"));
    }
    return new Startup(host(root), InitSystem.SYSTEMD, shown::add, said::add);
  }

  private Startup startup(InitSystem init) {
    return new Startup(host(true), init, shown::add, said::add);
  }

  private Path unit() {
    return folder.resolve("etc/systemd/system/reeve-alice.service");
  }

  /// A file of no bytes that is part of the machine.
  private void machineHas(String file) throws IOException {
    Files.createDirectories(folder.resolve(file).getParent());
    Files.createFile(folder.resolve(file));
  }

  @Test
  void root_gets_the_unit_shown_written_and_enabled() throws Exception {
    var facts = facts("/opt/reeve", "alice");
    assertThat(startup(true, true).install(facts)).isZero();
    assertThat(shown).containsExactly(Unit.text(facts, Unit.Scope.SYSTEM));
    assertThat(unit()).hasContent(Unit.text(facts, Unit.Scope.SYSTEM));
    assertThat(ran)
        .containsExactly("systemctl daemon-reload", "systemctl enable reeve-alice.service");
  }

  @Test
  void the_unit_is_shown_before_it_is_written() throws Exception {
    var host = new Host(folder, true, _ -> 0);
    new Startup(host, InitSystem.SYSTEMD, _ -> assertThat(unit()).doesNotExist(), said::add)
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
    assertThat(unit().getParent()).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void without_systemd_the_file_is_written_and_the_rest_is_said() throws Exception {
    assertThat(startup(true, false).install(facts("/opt/reeve", "alice"))).isZero();
    assertThat(unit()).exists();
    assertThat(ran).isEmpty();
    assertThat(said.getLast()).contains("systemctl daemon-reload && systemctl enable reeve-alice");
  }

  @Test
  void who_is_not_root_gets_the_exact_command() throws Exception {
    assertThat(startup(false, true).install(facts("/opt/pm2", "alice"))).isEqualTo(1);
    assertThat(unit()).doesNotExist();
    assertThat(shown)
        .containsExactly(
            "sudo env PATH=$PATH /opt/pm2 startup systemd -u alice --hp /home/alice"
                + " --service-name pm2-alice");
  }

  @Test
  void that_command_keeps_a_home_of_its_own_and_quotes_it() throws Exception {
    var owner = new Owner("alice", Path.of("/home/alice"), "/srv/it's here");
    var facts = UnitFacts.of(Path.of("/opt/reeve"), owner, null, Duration.ZERO);
    startup(false, true).remove(facts);
    assertThat(shown.getFirst())
        .startsWith("sudo env PATH=$PATH 'REEVE_HOME=/srv/it'\\''s here' /opt/reeve unstartup ");
  }

  @Test
  void removing_undoes_installing_and_may_be_done_twice() throws Exception {
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
  void a_failing_systemctl_is_told_and_is_a_failure() throws Exception {
    exitCode = 5;
    assertThat(startup(true, true).install(facts("/opt/reeve", "alice"))).isEqualTo(1);
    assertThat(said.getLast()).isEqualTo("'systemctl daemon-reload' failed with exit code 5.");
  }

  @Test
  void unsafe_names_write_nothing() throws Exception {
    assertThat(startup(true, true).install(facts("/opt/reeve", "a/b"))).isEqualTo(1);
    assertThat(unit()).doesNotExist();
    assertThat(ran).isEmpty();
  }

  @Test
  void a_user_installs_a_unit_of_its_own_and_is_told_what_root_must_allow() throws Exception {
    Files.createDirectories(folder.resolve("run/systemd/system"));
    var self = System.getProperty("user.name");
    var owner = new Owner(self, folder.resolve("home"), "");
    var facts = UnitFacts.of(Path.of("/opt/reeve"), owner, null, Duration.ZERO);
    Host.Runner runner =
        words -> {
          ran.add(String.join(" ", words));
          return words.contains("enable-linger") ? 1 : 0;
        };
    var startup =
        new Startup(
            new Host(folder, false, runner), InitSystem.SYSTEMD_USER, shown::add, said::add);
    assertThat(startup.install(facts)).isEqualTo(1);
    assertThat(folder.resolve("home/.config/systemd/user/reeve-" + self + ".service"))
        .hasContent(Unit.text(facts, Unit.Scope.USER));
    assertThat(ran)
        .containsExactly(
            "systemctl --user daemon-reload",
            "systemctl --user enable reeve-" + self + ".service",
            "loginctl enable-linger " + self);
    assertThat(shown.getLast()).isEqualTo("sudo loginctl enable-linger " + self);

    machineHas("var/lib/systemd/linger/" + self);
    assertThat(startup.install(facts)).isZero();
  }

  @Test
  void a_unit_of_another_users_own_is_that_users_to_install() throws Exception {
    assertThat(startup(InitSystem.SYSTEMD_USER).install(facts("/opt/reeve", "alice"))).isEqualTo(1);
    assertThat(shown)
        .containsExactly(
            "/opt/reeve startup systemd-user -u alice --hp /home/alice"
                + " --service-name reeve-alice");
    assertThat(ran).isEmpty();
  }

  @Test
  void a_script_for_openrc_is_written_enabled_and_taken_away() throws Exception {
    machineHas("run/openrc/softlevel");
    assertThat(startup(InitSystem.OPENRC).install(facts("/opt/reeve", "alice"))).isZero();
    var script = folder.resolve("etc/init.d/reeve-alice");
    assertThat(script).isExecutable().hasContent(shown.getFirst());
    assertThat(startup(InitSystem.OPENRC).remove(facts("/opt/reeve", "alice"))).isZero();
    assertThat(script).doesNotExist();
    assertThat(ran)
        .containsExactly("rc-update add reeve-alice default", "rc-update del reeve-alice default");
  }

  @Test
  void a_script_of_system_v_is_enabled_by_the_tool_that_is_there() throws Exception {
    machineHas("sbin/chkconfig");
    startup(InitSystem.SYSV).install(facts("/opt/reeve", "alice"));
    startup(InitSystem.SYSV).remove(facts("/opt/reeve", "alice"));
    assertThat(ran).containsExactly("chkconfig --add reeve-alice", "chkconfig --del reeve-alice");

    ran.clear();
    machineHas("usr/sbin/update-rc.d");
    startup(InitSystem.SYSV).install(facts("/opt/reeve", "alice"));
    startup(InitSystem.SYSV).remove(facts("/opt/reeve", "alice"));
    assertThat(ran)
        .containsExactly("update-rc.d reeve-alice defaults", "update-rc.d reeve-alice remove");
  }

  @Test
  void a_name_that_no_script_can_have_is_refused() throws Exception {
    var owner = new Owner("alice", Path.of("/home/alice"), "");
    var facts = UnitFacts.of(Path.of("/opt/reeve"), owner, "a@b.sh", Duration.ZERO);
    assertThat(startup(true, false).install(facts)).isZero();
    assertThat(startup(InitSystem.OPENRC).install(facts)).isEqualTo(1);
    assertThat(folder.resolve("etc/init.d")).doesNotExist();
  }

  @Test
  void the_init_system_is_the_one_that_the_machine_has() throws Exception {
    assertThat(InitSystem.of(host(true))).isEqualTo(InitSystem.SYSTEMD);
    Files.createDirectories(folder.resolve("etc/init.d"));
    assertThat(InitSystem.of(host(true))).isEqualTo(InitSystem.SYSV);
    machineHas("sbin/openrc-run");
    assertThat(InitSystem.of(host(true))).isEqualTo(InitSystem.OPENRC);
    Files.createDirectories(folder.resolve("run/systemd/system"));
    assertThat(InitSystem.of(host(true))).isEqualTo(InitSystem.SYSTEMD);
    assertThat(InitSystem.named("gentoo")).contains(InitSystem.OPENRC);
    assertThat(InitSystem.named("")).isEmpty();
  }
}
