package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// docs/boot.md under a real systemd, on a machine that can be rebooted: [Box].
class BootIT {
  private static final String HOME = "/srv/reeve";
  private static final String UNIT = "reeve-root.service";
  private static final Map<String, String> VARIABLES = Map.of("REEVE_HOME", HOME);

  private Box box;

  @BeforeAll
  static void there_must_be_a_machine() throws Exception {
    assumeThat(Box.obstacle()).as("BootIT has seen nothing").isEmpty();
  }

  @BeforeEach
  void turnOn() throws Exception {
    box = new Box();
    box.untilUp();
    box.must("cp", "-r", Path.of("examples/jellycore").toAbsolutePath().toString(), "/srv");
    box.must("rm", "-rf", "/srv/jellycore/logs");
    reeve("startup", "systemd", "-u", "root", "--hp", "/root");
    box.must("systemctl", "start", UNIT);
  }

  @AfterEach
  void turnOff() throws Exception {
    if (box != null) {
      box.close();
    }
  }

  private String reeve(String... words) throws Exception {
    var command = new java.util.ArrayList<String>(List.of(RealHome.LAUNCHER.toString()));
    command.addAll(List.of(words));
    var variables = new java.util.HashMap<>(VARIABLES);
    variables.put("PATH", RealHome.TOOLS.resolve("node_modules/.bin") + ":" + path());
    var said = box.run(variables, command.toArray(String[]::new));
    assertThat(said.code()).as("%s: %s", command, said.text()).isZero();
    return said.text();
  }

  private static String path() {
    return System.getenv("PATH");
  }

  private void startTheExample() throws Exception {
    reeve("start", "/srv/jellycore/ecosystem.config.js");
    bothAnswer();
  }

  private void bothAnswer() throws Exception {
    RealHome.eventually(() -> healthy(47777) && healthy(47778));
  }

  private boolean healthy(int port) throws Exception {
    var script =
        "fetch('http://127.0.0.1:%d/api/health').then(r => process.exit(r.ok ? 0 : 1))"
            .formatted(port);
    return box.run("node", "-e", script).code() == 0;
  }

  /// What `jlist` says of each app, by name.
  private Map<String, JsonObject> apps() throws Exception {
    var apps = new TreeMap<String, JsonObject>();
    if (Json.parse(reeve("jlist", "-s")) instanceof List<?> list) {
      for (var each : list) {
        var app = JsonObject.of(each).orElseThrow();
        apps.put(app.text("name", ""), app);
      }
    }
    return apps;
  }

  private Map<String, Long> pids() throws Exception {
    var pids = new TreeMap<String, Long>();
    apps().forEach((name, app) -> pids.put(name, app.number("pid", 0)));
    return pids;
  }

  private String status(String app) throws Exception {
    return apps().getOrDefault(app, JsonObject.empty()).object("pm2_env").text("status", "");
  }

  private String property(String name) throws Exception {
    return box.must("systemctl", "show", "-P", name, UNIT).strip();
  }

  private void isClean() throws Exception {
    assertThat(box.must("systemctl", "status", "--no-pager", "--lines=0", UNIT))
        .contains("active (running)");
    assertThat(property("Result")).isEqualTo("success");
    assertThat(box.must("systemctl", "list-units", "--failed", "--no-legend", "reeve*")).isBlank();
  }

  @Test
  void a_reboot_brings_both_up_again_and_leaves_down_what_was_stopped() throws Exception {
    startTheExample();
    reeve("start", "sleep 1000", "--name", "idle");
    reeve("stop", "idle");
    reeve("save");
    var before = property("ExecMainStartTimestamp");

    box.reboot();
    bothAnswer();

    isClean();
    assertThat(property("ExecMainStartTimestamp")).isNotEqualTo(before);
    assertThat(status("nanoclaw")).isEqualTo("online");
    assertThat(status("oracle-v2")).isEqualTo("online");
    assertThat(status("idle")).isEqualTo("stopped");
    RealHome.eventually(() -> property("StatusText").equals("3 apps, 2 online"));
    assertThat(reeve("doctor")).as("exit code 0 on a machine in health").contains("enabled");
  }

  @Test
  void a_daemon_that_was_killed_comes_back_and_finds_its_apps() throws Exception {
    startTheExample();
    reeve("save");
    reeve("start", "sleep 1000", "--name", "unsaved");
    var before = pids();
    var daemon = property("MainPID");

    box.must("kill", "-9", daemon);
    assertThat(pids()).as("a command at once").isEqualTo(before).hasSize(3);
    RealHome.eventually(
        () -> property("ActiveState").equals("active") && !property("MainPID").equals(daemon));

    assertThat(pids()).isEqualTo(before).doesNotContainValue(0L);
    isClean();
    bothAnswer();
    assertThat(property("NRestarts")).isEqualTo("1");
  }

  /// `man 7 capabilities`: CAP_SYS_MODULE is 16, CAP_SYS_BOOT 22, CAP_SYS_TIME 25; CAP_SETUID is 7.
  @Test
  void no_app_of_the_unit_can_load_a_module_reboot_or_set_the_clock_and_sudo_still_works()
      throws Exception {
    reeve("start", "sleep 1000", "--name", "app");
    var status = box.must("cat", "/proc/" + pids().get("app") + "/status");
    assertThat(status).containsPattern("NoNewPrivs:\\s+0");
    var set = java.util.regex.Pattern.compile("CapBnd:\\s+(\\p{XDigit}+)").matcher(status);
    assertThat(set.find()).isTrue();
    long rights = Long.parseUnsignedLong(set.group(1), 16);
    assertThat(rights & (1L << 16 | 1L << 22 | 1L << 25)).isZero();
    assertThat(rights & 1L << 7).isNotZero();
  }

  /// systemd has the pipe as well: what an app wrote last is read by the next daemon.
  @Test
  void the_last_words_of_an_app_that_ended_without_a_daemon_are_kept() throws Exception {
    box.must("mkdir", "-p", "/etc/systemd/system/" + UNIT + ".d");
    // The next daemon begins when it is told to.
    box.file(
        "/etc/systemd/system/" + UNIT + ".d/slow.conf",
        "[Service]\nExecStartPre=/bin/sh -c 'until [ -e /srv/begin ]; do sleep 0.05; done'\n");
    box.must("systemctl", "daemon-reload");
    var words = "until [ -e /srv/speak ]; do sleep 0.05; done; seq 1 2000; echo last words; exit 3";
    reeve("start", "sh", "--name", "talker", "--no-autorestart", "--", "-c", words);
    var app = String.valueOf(pids().get("talker"));
    var daemon = property("MainPID");

    box.must("kill", "-9", daemon);
    box.must("touch", "/srv/speak");
    RealHome.eventually(() -> box.run("test", "-e", "/proc/" + app).code() != 0);
    assertThat(property("ActiveState")).isEqualTo("activating");
    box.must("touch", "/srv/begin");
    RealHome.eventually(() -> property("ActiveState").equals("active"));

    var log = box.must("cat", HOME + "/logs/talker-out.log");
    assertThat(log.lines()).hasSize(2001).endsWith("last words");
    assertThat(pids()).containsEntry("talker", 0L);
    // Nothing is stored any more.
    RealHome.eventually(() -> property("NFileDescriptorStore").equals("0"));
  }

  @Test
  void a_daemon_that_hangs_is_noticed_and_replaced() throws Exception {
    box.must("mkdir", "/etc/systemd/system/" + UNIT + ".d");
    // A daemon that gets no turn for a second does not hang.
    box.file(
        "/etc/systemd/system/" + UNIT + ".d/dog.conf",
        "[Service]\nWatchdogSec=4\nTimeoutAbortSec=1\n");
    box.must("systemctl", "daemon-reload");
    box.must("systemctl", "restart", UNIT);
    reeve("start", "sleep 1000", "--name", "sleeper");
    var before = pids();
    var daemon = property("MainPID");

    box.must("kill", "-STOP", daemon);
    RealHome.eventually(
        () -> property("ActiveState").equals("active") && !property("MainPID").equals(daemon));

    assertThat(pids()).isEqualTo(before);
    assertThat(box.must("journalctl", "-u", UNIT, "--no-pager")).contains("Watchdog timeout");
  }

  @Test
  void a_reload_replaces_the_runs() throws Exception {
    startTheExample();
    var before = pids();
    box.must("systemctl", "reload", UNIT);
    bothAnswer();
    assertThat(pids())
        .doesNotContainValue(0L)
        .doesNotContainEntry("nanoclaw", before.get("nanoclaw"));
    isClean();
  }

  @Test
  void a_stop_lets_apps_end_their_work_and_leaves_nothing() throws Exception {
    startTheExample();
    reeve("save");
    box.must("systemctl", "stop", UNIT);
    assertThat(property("ActiveState")).isEqualTo("inactive");
    assertThat(property("Result")).isEqualTo("success");
    assertThat(box.must("cat", "/srv/jellycore/logs/nanoclaw-out.log")).contains("store closed");
    assertThat(box.run("pgrep", "-f", "jellycore").text()).isBlank();
    var group = "/sys/fs/cgroup/system.slice/" + UNIT;
    RealHome.eventually(() -> box.run("test", "-e", group).code() == 1);

    box.must("systemctl", "start", UNIT);
    bothAnswer();
  }

  @Test
  void a_users_own_unit_comes_up_without_a_session() throws Exception {
    box.must("systemctl", "disable", "--now", UNIT);
    box.must("loginctl", "enable-linger", "root");
    RealHome.eventually(() -> box.run("test", "-S", "/run/user/0/bus").code() == 0);
    var variables = Map.of("REEVE_HOME", HOME, "XDG_RUNTIME_DIR", "/run/user/0");
    var launcher = RealHome.LAUNCHER.toString();
    var said = box.run(variables, launcher, "startup", "systemd-user");
    assertThat(said.code()).as(said.text()).isZero();
    box.run(variables, "systemctl", "--user", "start", UNIT);
    reeve("start", "sleep 1000", "--name", "app");
    reeve("save");

    box.reboot();
    RealHome.eventually(
        () -> box.run(variables, "systemctl", "--user", "is-active", UNIT).code() == 0);
    assertThat(status("app")).isEqualTo("online");
    assertThat(box.run(variables, launcher, "unstartup", "systemd-user").code()).isZero();
    assertThat(box.run("test", "-e", "/root/.config/systemd/user/" + UNIT).code()).isEqualTo(1);
  }
}
