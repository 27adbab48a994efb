package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Request;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.real.RealHome.App;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// docs/boot.md, "doctor", on a real home.
class DoctorIT {
  private final RealHome real = new RealHome();

  @AfterEach
  void end() throws Exception {
    real.close();
  }

  /// The checks that found something bad. Whether this machine starts anything at boot is its own.
  private List<String> bad() throws Exception {
    var said = real.run("doctor", "--json");
    var bad = new ArrayList<String>();
    if (Json.parse(said.out()) instanceof List<?> findings) {
      for (var each : findings) {
        var finding = JsonObject.of(each).orElseThrow();
        if (finding.text("grade", "").equals("bad")) {
          assertThat(finding.text("mend", "")).isNotEmpty();
          bad.add(finding.text("check", ""));
        }
      }
    }
    assertThat(said.code()).isEqualTo(bad.isEmpty() ? 0 : 1);
    bad.remove("startup");
    return bad;
  }

  @Test
  void it_starts_no_daemon_and_finds_nothing_in_an_empty_home() throws Exception {
    assertThat(bad()).isEmpty();
    assertThat(real.home().root()).doesNotExist();
  }

  @Test
  void it_finds_what_was_broken_in_a_home_that_works() throws Exception {
    var bin = Files.createDirectories(real.folder().resolve("fnm_multishells/1/bin"));
    Files.createSymbolicLink(bin.resolve("myshell"), Path.of("/bin/sh"));
    var script = real.file("app.sh", "exec sleep 1000");
    real.with("PATH", bin + ":" + System.getenv("PATH"));
    assertThat(real.run("start", script.toString(), "--interpreter", "myshell").code()).isZero();
    assertThat(real.run("save").code()).isZero();
    assertThat(bad()).containsExactly("interpreter of app");

    Files.delete(bin.resolve("myshell"));
    var open = PosixFilePermissions.fromString("rwxr-xr-x");
    Files.setPosixFilePermissions(real.home().root(), open);
    Files.setPosixFilePermissions(real.home().savedList(), open);
    Files.writeString(real.home().moduleConf(), "no json");
    assertThat(bad())
        .containsExactlyInAnyOrder("home", "saved list", "interpreter of app", "log rotation");
    Files.writeString(real.home().savedList(), "torn");
    assertThat(bad()).contains("saved list");
  }

  @Test
  void it_finds_a_daemon_that_was_killed_and_apps_that_nobody_saved() throws Exception {
    real.startShell(App.of("saved", "exec sleep 1000"));
    real.ask(new Request.Save(false));
    assertThat(real.run("set", "reeve:autosave", "false").code()).isZero();
    real.startShell(App.of("new", "exec sleep 1000"));
    assertThat(bad()).containsExactly("in step");

    long daemon = real.daemonPid();
    ProcessHandle.of(daemon).orElseThrow().destroyForcibly();
    RealHome.eventually(() -> !RealHome.alive(daemon));
    assertThat(bad()).containsExactly("daemon");
    assertThat(real.list()).hasSize(2);
  }

  /// Of root's daemon: a folder of another user's on the way to a script, a log or an interpreter
  /// lets that user decide what root runs.
  @Test
  @EnabledIf("isRoot")
  void it_finds_who_can_change_what_root_runs() throws Exception {
    var app = Files.createDirectory(real.folder().resolve("app"));
    var script = Files.writeString(app.resolve("app.sh"), "exec sleep 1000\n");
    assertThat(real.run("start", script.toString()).code()).isZero();
    assertThat(real.run("save").code()).isZero();
    assertThat(bad()).isEmpty();
    var users = app.getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(app, users.lookupPrincipalByName("nobody"));
    assertThat(bad()).containsOnly("who can change it");
    assertThat(real.run("doctor").out())
        .contains(app + " belongs to nobody", "script of app", "chown root " + app);
  }

  static boolean isRoot() {
    return RealHome.isRoot();
  }

  /// `doctor` waits for nobody: neither at a list nor at settings that are no file.
  @Test
  void it_is_not_held_up_by_named_pipes_in_the_home() throws Exception {
    var root = Files.createDirectories(real.home().root());
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
    for (var file : List.of(real.home().savedList(), real.home().moduleConf())) {
      assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    }
    assertThat(bad()).contains("saved list", "log rotation");
  }

  /// PM2's own daemon, from npm.
  @Test
  void it_finds_pm2s_daemon_in_the_same_home() throws Exception {
    assertThat(pm2("ping")).isZero();
    var daemon = Pm2Daemon.of(real.home().root());
    try {
      assertThat(bad()).contains("pm2");
    } finally {
      assertThat(pm2("kill")).isZero();
      daemon.untilGone();
    }
  }

  private int pm2(String word) throws Exception {
    var program = RealHome.TOOLS.resolve("node_modules/.bin/pm2").toString();
    var builder = new ProcessBuilder(program, word).redirectErrorStream(true);
    builder.environment().put("PM2_HOME", real.home().root().toString());
    builder.environment().put("HOME", real.folder().toString());
    builder.redirectOutput(real.folder().resolve("pm2.out").toFile());
    return builder.start().waitFor();
  }
}
