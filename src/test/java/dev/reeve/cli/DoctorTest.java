package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.api.SpecJson;
import dev.reeve.boot.Checks;
import dev.reeve.boot.Finding;
import dev.reeve.boot.Host;
import dev.reeve.boot.InitSystem;
import dev.reeve.boot.Startup;
import dev.reeve.boot.UnitFacts;
import dev.reeve.fake.FakeDaemon;
import dev.reeve.fake.Shown;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.InstanceDetail;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Status;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A home in health, on a machine of files of its own, and one defect at a time.
class DoctorTest {
  @TempDir private Path folder;
  private Home home = new Home(Path.of("/"));
  private Path launcher = Path.of("/");
  private String homePath = "";
  private long nowMs = System.currentTimeMillis();
  private Duration longestStop = Duration.ofSeconds(2);
  private boolean unitFailed;

  @BeforeEach
  void everythingIsWell() throws Exception {
    home = new Home(folder.resolve("h"));
    homePath = home.root().toString();
    Files.createDirectories(home.logs());
    mode(home.root(), "rwx------");
    launcher = executable("bin/reeve");
    executable("bin/node");
    text("etc/passwd", "root:x:0:0::/root:/bin/sh\nalice:x:7:7::/home/alice:/bin/sh\n");
    Files.createDirectories(folder.resolve("run/systemd/system"));
    Files.createDirectories(folder.resolve("app"));
    save(spec("node", folder.resolve("bin").toString()));
    install(InitSystem.SYSTEMD, "alice");
    enable();
  }

  private Path text(String name, String text) throws Exception {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Path executable(String name) throws Exception {
    var file = text(name, "");
    mode(file, "rwxr-xr-x");
    return file;
  }

  private static void mode(Path file, String mode) throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Host host() {
    return new Host(folder, true, words -> words.contains("is-failed") && !unitFailed ? 1 : 0);
  }

  private UnitFacts unit(String user) {
    var owner = new UnitFacts.Owner(user, folder.resolve("home"), homePath);
    return UnitFacts.of(launcher, owner, null, longestStop);
  }

  private void install(InitSystem init, String user) {
    assertThat(new Startup(host(), init, _ -> {}, _ -> {}).install(unit(user))).isZero();
  }

  private void enable() throws Exception {
    var link = folder.resolve("etc/systemd/system/multi-user.target.wants/reeve-alice.service");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of("../reeve-alice.service"));
  }

  private Path unitFile() {
    return folder.resolve("etc/systemd/system/reeve-alice.service");
  }

  private AppSpec spec(String interpreter, String path) {
    var view = Shown.view(0, "api", Status.ONLINE, null);
    var files = new InstanceDetail.LogFiles("/dev/null", null, null, "/dev/null");
    var usual = Shown.detail(view, "index.js", files).spec();
    return new AppSpec(
        usual.name(),
        usual.namespace(),
        new AppSpec.Command(
            "/srv/index.js", List.of(), interpreter, List.of(), folder.resolve("app").toString()),
        usual.instances(),
        new AppSpec.Environment(Map.of("PATH", path), Map.of()),
        usual.logs(),
        usual.start(),
        usual.restart(),
        usual.stop(),
        null);
  }

  private void save(AppSpec spec) throws Exception {
    var row = JsonObject.empty().with("name", spec.name()).with("spec", 0);
    var list = SpecJson.write(List.of(spec)).with("instances", List.of(row)).with("reeve", 1);
    var file = text("h/dump.pm2", dev.reeve.model.Json.write(list));
    mode(file, "rw-------");
  }

  private List<Finding> findings() {
    var nothing = new PrintStream(OutputStream.nullOutputStream());
    var context =
        new CliContext(
            Map.of(),
            home,
            "reeve",
            folder,
            launcher,
            "0.1.0",
            new CliContext.Streams(InputStream.nullInputStream(), nothing, nothing),
            new CliContext.Terminal(0, false, false),
            () -> nowMs,
            (_, _) -> 0);
    return Checks.of(new Examination(context, host(), unit("alice")).facts());
  }

  private List<Finding> bad() {
    return findings().stream().filter(each -> each.grade() == Finding.Grade.BAD).toList();
  }

  /// There is exactly one thing to be mended, and what to do about it is said.
  private void finds(String check, String message, String mend) {
    assertThat(bad())
        .as("%s", findings())
        .singleElement()
        .satisfies(found -> {
          assertThat(found.check()).isEqualTo(check);
          assertThat(found.message()).contains(message);
          assertThat(found.mend()).contains(mend);
        });
  }

  @Test
  void nothing_is_bad_of_a_home_in_health() {
    assertThat(bad()).isEmpty();
    assertThat(findings()).extracting(Finding::check).contains("java", "clock", "disk", "enabled");
  }

  @Test
  void a_home_that_is_open_to_others() throws Exception {
    mode(home.root(), "rwxr-xr-x");
    finds("home", "open to others", "chmod 700 " + home.root());
  }

  @Test
  void a_home_whose_socket_has_too_long_a_path() throws Exception {
    homePath = Files.createDirectories(folder.resolve("x".repeat(100))).toString();
    mode(Path.of(homePath), "rwx------");
    install(InitSystem.SYSTEMD, "alice");
    finds("socket", "107 are the most", "shorter folder");
  }

  @Test
  void a_saved_list_that_is_torn() throws Exception {
    text("h/dump.pm2", "{\"reeve\":1,\"inst");
    finds("saved list", "torn", "then 'save'");
  }

  @Test
  void a_saved_list_that_others_can_read() throws Exception {
    mode(home.savedList(), "rw-r--r--");
    finds("saved list", "secrets", "chmod 600");
  }

  @Test
  void an_interpreter_that_is_gone() throws Exception {
    Files.delete(folder.resolve("bin/node"));
    finds("interpreter of api", "'node' is not where", "restart api --update-env && save");
  }

  @Test
  void an_interpreter_of_one_version_or_of_one_session() throws Exception {
    executable("fnm_multishells/7/bin/node");
    save(spec("node", folder.resolve("fnm_multishells/7/bin").toString()));
    finds("interpreter of api", "goes with the session", "--interpreter");

    executable(".nvm/versions/node/v20/bin/node");
    save(spec("node", folder.resolve(".nvm/versions/node/v20/bin").toString()));
    assertThat(bad()).isEmpty();
    assertThat(findings())
        .filteredOn(each -> each.grade() == Finding.Grade.ADVICE)
        .extracting(Finding::check)
        .contains("interpreter of api");
  }

  @Test
  void nobody_who_brings_the_saved_list_up() throws Exception {
    Files.delete(unitFile());
    finds("startup", "nothing brings the saved list up", "run 'reeve startup systemd'");
  }

  @Test
  void a_unit_of_an_older_version() throws Exception {
    var old = Files.readString(unitFile()).replace("KillMode=process", "KillMode=mixed");
    Files.writeString(unitFile(), old);
    finds("startup", "is not what this version would write", "again");
  }

  @Test
  void a_unit_whose_program_is_gone() throws Exception {
    var other = Files.readString(unitFile()).replace(launcher.toString(), "/opt/gone/reeve");
    Files.writeString(unitFile(), other);
    finds("startup", "starts a program that is not there", "again");
  }

  @Test
  void a_unit_that_is_more_impatient_than_an_app() {
    longestStop = Duration.ofMinutes(10);
    finds("startup", "gives apps 90 s to stop", "again");
  }

  @Test
  void a_unit_that_is_not_enabled() throws Exception {
    Files.delete(folder.resolve("etc/systemd/system/multi-user.target.wants/reeve-alice.service"));
    finds("enabled", "not enabled", "again");
  }

  @Test
  void a_unit_that_has_failed() {
    unitFailed = true;
    finds("unit", "has failed", "systemctl status reeve-alice.service");
  }

  @Test
  void a_user_who_is_gone() throws Exception {
    text("etc/passwd", "root:x:0:0::/root:/bin/sh\n");
    finds("user", "does not exist", "again");
  }

  @Test
  void a_user_who_may_not_linger() throws Exception {
    Files.delete(unitFile());
    var file = folder.resolve("home/.config/systemd/user/reeve-alice.service");
    Files.createDirectories(file.resolveSibling("default.target.wants"));
    var text = dev.reeve.boot.Unit.text(unit("alice"), dev.reeve.boot.Unit.Scope.USER);
    Files.writeString(file, text);
    Files.createSymbolicLink(
        file.resolveSibling("default.target.wants").resolve(file.getFileName()), file);
    finds("linger", "may not linger", "loginctl enable-linger");
    text("var/lib/systemd/linger/alice", "");
    assertThat(bad()).isEmpty();
  }

  @Test
  void a_daemon_that_did_not_end_in_order() throws Exception {
    text("h/reeve.sock", "");
    finds("daemon", "did not end in order", "finds the apps");
  }

  @Test
  void a_daemon_with_faults_and_apps_that_are_not_saved() throws Exception {
    var view = Shown.view(1, "new", Status.ONLINE, null);
    var files = new InstanceDetail.LogFiles("/dev/null", null, null, "/dev/null");
    var spec = spec("none", "");
    var detail = Shown.detail(view, "index.js", files);
    var other =
        new InstanceDetail(
            view, spec, files, Map.of(), null, List.of(), 0, 0, detail.telemetry(), null);
    try (var daemon =
        new FakeDaemon(
            home.socket(),
            request ->
                FakeDaemon.Turn.of(
                    request instanceof Request.Ping
                        ? new Reply.Pong("0.1.0", "", 1, "", 3)
                        : new Reply.Details(List.of(detail, other))))) {
      assertThat(bad()).extracting(Finding::check).contains("daemon", "in step");
      assertThat(daemon.asked()).hasSize(2);
    }
  }

  @Test
  void a_clock_that_stands_before_the_program_was_made_or_has_jumped_back() throws Exception {
    nowMs = 0;
    finds("clock", "before this program was made", "set-ntp");
    nowMs = System.currentTimeMillis();
    var tomorrow = FileTime.fromMillis(nowMs + Duration.ofDays(1).toMillis());
    Files.setLastModifiedTime(home.savedList(), tomorrow);
    finds("clock", "files of the home are of", "set-ntp");
  }

  @Test
  void settings_that_are_no_json() throws Exception {
    text("h/module_conf.json", "{");
    finds("log rotation", "no JSON", "module_conf.json");
  }

  @Test
  void advice_is_not_a_failure() throws Exception {
    text("h/module_conf.json", "{\"pm2-logrotate\":{\"enabled\":\"false\"}}");
    Files.createDirectories(folder.resolve("run/systemd/timesync"));
    assertThat(bad()).isEmpty();
    assertThat(findings())
        .filteredOn(each -> each.grade() == Finding.Grade.ADVICE)
        .extracting(Finding::check)
        .contains("log rotation", "clock", "daemon");
  }

  @Test
  void pm2s_daemon_is_known_by_its_title_though_that_may_be_cut() {
    assertThat(Examination.names("PM2 v7.0.4: God Daemon (/home/a/.pm2)\0\0", "/home/a/.pm2"))
        .isTrue();
    assertThat(Examination.names("PM2 v7.0.4: God Daemon (/home/a", "/home/a/.pm2")).isTrue();
    assertThat(Examination.names("PM2 v7.0.4: God Daemon (/home/a)", "/home/a/.pm2")).isFalse();
    assertThat(Examination.names("/bin/sh\0-c\0true", "/home/a/.pm2")).isFalse();
  }

  @Test
  void a_folder_that_everybody_can_write_on_the_way_to_what_is_run() throws Exception {
    mode(folder.resolve("app"), "rwxrwxrwx");
    finds("who can change it", "working directory of api", "chmod o-w " + folder.resolve("app"));
    mode(folder.resolve("app"), "rwxr-xr-x");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("./open/../bin"));
    mode(Files.createDirectory(folder.resolve("open")), "rwxrwxrwx");
    save(spec("node", folder.resolve("link").toString()));
    finds("who can change it", "interpreter of api", "chmod o-w " + folder.resolve("open"));
  }
}
