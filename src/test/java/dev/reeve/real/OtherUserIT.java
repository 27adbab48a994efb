package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Identity;
import dev.reeve.model.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// Apps that run as another user. `daemon` is on every Debian, with number 1; `mail` is a group.
class OtherUserIT {
  private final RealHome real = new RealHome();

  static boolean isRoot() {
    return RealHome.isRoot();
  }

  @AfterEach
  void close() throws Exception {
    real.close();
  }

  private void open() throws IOException {
    Files.setPosixFilePermissions(real.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private RealHome.Said start(String apps) throws Exception {
    open();
    real.file("ecosystem.json", "{ \"apps\": [" + apps + "] }");
    return real.run("start", "ecosystem.json");
  }

  private static List<String> status(long pid, String field) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1).strip())
        .toList();
  }

  private static void wantIdentity(long pid, int uid, int gid, String groups) throws IOException {
    var four = "\t%1$d\t%1$d\t%1$d".formatted(uid);
    assertThat(status(pid, "Uid")).containsExactly(uid + four);
    assertThat(status(pid, "Gid")).containsExactly(gid + "\t%1$d\t%1$d\t%1$d".formatted(gid));
    assertThat(status(pid, "Groups")).containsExactly(groups);
    for (var capabilities : List.of("CapInh", "CapPrm", "CapEff", "CapAmb")) {
      assertThat(status(pid, capabilities)).containsExactly("0000000000000000");
    }
  }

  @Test
  @EnabledIf("isRoot")
  void a_child_drops_all_privileges_by_name_and_by_number_and_the_next_is_root_again()
      throws Exception {
    var script = "\"script\": \"sh -c 'env; exec sleep 1000'\"";
    var said =
        start(
            """
            { "name": "name", %1$s, "user": "daemon" },
            { "name": "number", %1$s, "uid": 1, "gid": "mail", "env": { "HOME": "/own" } },
            { "name": "group", %1$s, "gid": "mail" },
            { "name": "root", %1$s }
            """
                .formatted(script));

    assertThat(said.code()).as(said.err()).isZero();
    wantIdentity(pid("name"), 1, 1, "1");
    wantIdentity(pid("number"), 1, 8, "8");
    assertThat(status(pid("group"), "Uid")).containsExactly("0\t0\t0\t0");
    assertThat(status(pid("group"), "Gid")).containsExactly("8\t8\t8\t8");
    assertThat(status(pid("root"), "Uid")).containsExactly("0\t0\t0\t0");
    assertThat(status(pid("root"), "Gid")).containsExactly("0\t0\t0\t0");
    assertThat(status(pid("root"), "CapEff")).isEqualTo(status(real.daemonPid(), "CapEff"));
    assertThat(status(pid("root"), "Groups")).isEqualTo(status(real.daemonPid(), "Groups"));
    said("name", "LOGNAME=daemon", "HOME=/usr/sbin", "USER=daemon");
    said("number", "LOGNAME=daemon", "HOME=/own");
    assertThat(Files.getOwner(real.home().logs().resolve("name-out.log")).getName())
        .isEqualTo("root");
    assertThat(real.view("name").user()).isEqualTo("daemon");
  }

  private void said(String name, String... variables) throws Exception {
    RealHome.eventually(
        () -> real.log(name + "-out.log").lines().toList().containsAll(List.of(variables)));
  }

  private int pid(String name) throws Exception {
    return real.until(name, Status.ONLINE).pid();
  }

  @Test
  @EnabledIf("isRoot")
  void its_next_run_and_its_run_under_the_next_daemon_are_that_users_too() throws Exception {
    real.file("app.js", "setInterval(() => {}, 1000); console.log(process.getuid());");
    var said =
        start(
            """
            { "name": "api", "script": "app.js", "uid": "daemon", "instances": 1,
              "exec_mode": "cluster",
              "hooks": { "post_stop": "id -u > %s" } }
            """
                .formatted(place("hook")));
    assertThat(said.code()).as(said.err()).isZero();
    int first = pid("api");
    wantIdentity(first, 1, 1, "1");

    assertThat(real.run("reload", "api").code()).isZero();
    int second = pid("api");
    assertThat(second).isNotEqualTo(first);
    wantIdentity(second, 1, 1, "1");

    ProcessHandle.of(real.daemonPid()).orElseThrow().destroyForcibly();
    RealHome.eventually(() -> real.run("ping").code() == 0);
    assertThat(pid("api")).isEqualTo(second);
    assertThat(real.run("restart", "api").code()).isZero();
    assertThat(pid("api")).isNotEqualTo(second);
    wantIdentity(pid("api"), 1, 1, "1");
    RealHome.eventually(() -> Files.readString(place("hook")).equals("1\n"));
  }

  /// A file that user 1 can write.
  private Path place(String name) throws IOException {
    var folder = Files.createDirectories(real.folder().resolve("open"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    return folder.resolve(name);
  }

  @Test
  @EnabledIf("isRoot")
  void who_is_not_there_and_a_folder_that_is_closed_to_them_are_told() throws Exception {
    var said =
        start(
            """
            { "name": "a", "script": "sh -c id", "user": "nobody-here" },
            { "name": "b", "script": "sh -c id", "gid": "no-group" }
            """);
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err())
        .contains("a.uid: no user of this machine is 'nobody-here'; see /etc/passwd")
        .contains("b.gid: no group of this machine is 'no-group'; see /etc/group");

    var closed = Files.createDirectory(real.folder().resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    said = start("{ \"name\": \"c\", \"script\": \"/bin/id\", \"uid\": 1, \"cwd\": \"closed\" }");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains("c[0]").contains("permission");
  }

  /// Root is somebody else here in a namespace of users.
  @Test
  void only_root_may() throws Exception {
    var app = "{ \"name\": \"a\", \"script\": \"sh -c id\", \"user\": \"daemon\" }";
    var file = real.file("ecosystem.json", "{ \"apps\": [" + app + "] }").toString();
    var other = List.of("unshare", "--user", "--map-user=1000", "--map-group=1000");

    var said = real.runBy(isRoot() ? other : List.of(), "start", file);

    assertThat(said.code()).isEqualTo(1);
    int user = isRoot() ? 1000 : Identity.ofThisProcess().uid();
    assertThat(said.err())
        .contains("a.uid: only root can run an app as somebody else, and this is user " + user);
  }
}
