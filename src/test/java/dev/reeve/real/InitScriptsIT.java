package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.reeve.boot.Host;
import dev.reeve.boot.InitSystem;
import dev.reeve.boot.Service;
import dev.reeve.boot.UnitFacts;
import dev.reeve.model.InstanceView;
import dev.reeve.model.Status;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// docs/boot.md, "OpenRC" and "System V": the scripts do what their actions say.
class InitScriptsIT {
  private static final String USER = System.getProperty("user.name");

  /// What OpenRC makes itself when a machine comes up with it.
  private static final String STATES =
      "starting started stopping inactive wasinactive failed hotplugged daemons options exclusive"
          + " scheduled tmp";

  private static String script(InitSystem init, String home) {
    var owner = new UnitFacts.Owner(USER, Path.of("/root"), home);
    var facts = UnitFacts.of(RealHome.LAUNCHER, owner, "reeve-test", Duration.ofSeconds(60));
    assertThat(facts.problems(init)).isEmpty();
    return Service.of(init, facts, new Host(Path.of("/"), true, _ -> 0)).text();
  }

  private static int action(Path script, String word) throws Exception {
    var builder = new ProcessBuilder("sh", script.toString(), word);
    var output = script.resolveSibling("action.out").toFile();
    return builder.redirectErrorStream(true).redirectOutput(output).start().waitFor();
  }

  @Test
  void a_script_of_system_v_starts_shows_reloads_and_stops() throws Exception {
    assumeThat(USER).as("only root may become the user of a script").isEqualTo("root");
    var real = new RealHome();
    try {
      var script = real.file("reeve-test", script(InitSystem.SYSV, real.home().root().toString()));
      assertThat(action(script, "status")).isEqualTo(3);
      assertThat(action(script, "start")).isZero();
      assertThat(action(script, "status")).isZero();
      real.startShell(RealHome.App.of("app", "exec sleep 1000"));
      real.run("save");
      int pid = real.view("app").pid();

      assertThat(action(script, "reload")).isZero();
      assertThat(real.view("app").pid()).isNotEqualTo(pid);
      assertThat(action(script, "restart")).isZero();
      assertThat(real.list()).extracting(InstanceView::status).containsExactly(Status.ONLINE);
      assertThat(action(script, "stop")).isZero();
      assertThat(action(script, "status")).isEqualTo(3);
      assertThat(action(script, "start")).isZero();
      assertThat(real.list()).extracting(InstanceView::status).containsExactly(Status.ONLINE);
      assertThat(action(script, "dance")).isEqualTo(2);
    } finally {
      real.close();
    }
  }

  @Test
  void openrc_starts_it_answers_its_death_reloads_and_stops_it() throws Exception {
    assumeThat(Box.obstacle()).as("OpenRC was not tried").isEmpty();
    assumeThat(RealHome.TOOLS.resolve("openrc")).as("OpenRC was not tried").isDirectory();
    var box = new Box();
    try {
      box.untilUp();
      for (var name : new String[] {"librc1", "libeinfo1", "openrc"}) {
        var file = RealHome.TOOLS.resolve("openrc") + "/" + name + "_*.deb";
        box.must(
            "sh", "-c", "dpkg-deb --fsys-tarfile $0 | tar -x --keep-directory-symlink -C /", file);
      }
      box.must("sh", "-c", "mkdir /run/openrc && cd /run/openrc && mkdir " + STATES);
      box.file("/run/openrc/softlevel", "default\n");
      box.file("/etc/init.d/reeve-test", script(InitSystem.OPENRC, "/srv/reeve"));
      box.must("chmod", "755", "/etc/init.d/reeve-test");
      box.must("rc-update", "add", "reeve-test", "default");
      box.must("rc-service", "reeve-test", "start");
      RealHome.eventually(() -> box.run("test", "-e", "/srv/reeve/pm2.pid").code() == 0);
      reeve(box, "start", "sleep 1000", "--name", "app");
      var app = reeve(box, "pid", "app");

      var daemon = box.must("cat", "/srv/reeve/pm2.pid");
      box.must("kill", "-9", daemon);
      RealHome.eventually(() -> {
        var said = box.run("cat", "/srv/reeve/pm2.pid");
        return said.code() == 0 && !said.text().equals(daemon);
      });
      assertThat(reeve(box, "pid", "app")).isEqualTo(app);
      box.must("rc-service", "reeve-test", "status");

      box.must("rc-service", "reeve-test", "reload");
      assertThat(reeve(box, "pid", "app")).isNotEqualTo(app);
      box.must("rc-service", "reeve-test", "stop");
      assertThat(box.run("pgrep", "-f", "^sleep 1000").text()).isBlank();
      assertThat(box.run("rc-service", "reeve-test", "status").code()).isNotZero();
    } finally {
      box.close();
    }
  }

  private static String reeve(Box box, String... words) throws Exception {
    var command = new java.util.ArrayList<String>();
    command.addAll(java.util.List.of("env", "REEVE_HOME=/srv/reeve"));
    command.add(RealHome.LAUNCHER.toString());
    command.addAll(java.util.List.of(words));
    return box.must(command.toArray(String[]::new));
  }
}
