package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// A daemon of root's and an app of `nobody`, which puts links into its own folder where root's
/// daemon has files. `etc` is a folder of root's; nothing in it may change.
@EnabledIf("isRoot")
class RootLinksIT {
  private final RealHome real = new RealHome();
  private String logs = "own";
  private Path etc;
  private Path own;

  static boolean isRoot() {
    return RealHome.isRoot();
  }

  @BeforeEach
  void folders() throws Exception {
    Files.setPosixFilePermissions(real.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
    etc = Files.createDirectory(real.folder().resolve("etc"));
    Files.writeString(etc.resolve("secret"), "SECRET=root's\n");
    Files.setPosixFilePermissions(
        etc.resolve("secret"), PosixFilePermissions.fromString("rw-------"));
    own = Files.createDirectory(real.folder().resolve("own"));
    Files.setAttribute(own, "unix:uid", 65534);
    Files.setAttribute(own, "unix:gid", 65534);
  }

  @AfterEach
  void close() throws Exception {
    real.close();
  }

  private RealHome.Said start(String script, String more) throws Exception {
    real.file("app.sh", script);
    real.file(
        "ecosystem.json",
        """
        { "apps": [{ "name": "a", "script": "/bin/sh", "interpreter": "none",
          "args": ["%1$s/app.sh"], "cwd": "%1$s/own", "uid": "nobody",
          "out_file": "%1$s/%3$s/out.log", "error_file": "%1$s/%3$s/err.log",
          "pid_file": "%1$s/own/a.pid"%2$s }] }
        """
            .formatted(real.folder(), more, logs));
    return real.run("start", "ecosystem.json");
  }

  private void nothingHasChanged() throws IOException {
    try (Stream<Path> files = Files.list(etc)) {
      assertThat(files.map(each -> each.getFileName().toString())).containsExactly("secret");
    }
    assertThat(etc.resolve("secret")).hasContent("SECRET=root's");
    assertThat(Files.getAttribute(etc.resolve("secret"), "unix:uid")).isEqualTo(0);
    assertThat(Files.getAttribute(etc.resolve("secret"), "unix:mode")).isEqualTo(0100600);
  }

  private static Object uid(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  /// The app's side: whoever is told to writes a line and goes on.
  private static final String TOLD =
      """
      n=0
      while :; do
        while [ ! -e go.$n ]; do sleep 0.02; done
        n=$((n+1))
        echo "line $n"; echo "error $n" >&2
      done
      """;

  private void tell(int number) throws IOException {
    Files.createFile(own.resolve("go." + number));
  }

  @Test
  void its_links_in_the_place_of_its_logs_and_pid_file_lead_root_nowhere() throws Exception {
    var said = start("ln -s ../etc/cron err.log\n" + TOLD, "");
    assertThat(said.code()).as(said.err()).isZero();
    RealHome.eventually(() -> Files.isSymbolicLink(own.resolve("err.log")));
    tell(0);
    RealHome.eventually(() -> Files.readString(own.resolve("out.log")).equals("line 1\n"));
    assertThat(uid(own.resolve("out.log"))).isEqualTo(65534);
    assertThat(uid(own.resolve("a.pid"))).isEqualTo(65534);
    RealHome.eventually(() -> real.daemonLog().contains("err.log cannot be written"));

    replace("out.log");
    replace("a.pid");
    tell(1);
    RealHome.eventually(() -> real.daemonLog().contains("out.log cannot be written"));
    assertThat(real.run("flush", "a").code()).isEqualTo(1);
    nothingHasChanged();

    assertThat(real.run("stop", "a").code()).isZero();
    assertThat(own.resolve("a.pid")).doesNotExist();
    Files.createSymbolicLink(own.resolve("a.pid"), etc.resolve("secret"));
    assertThat(real.run("restart", "a").code()).isZero();
    assertThat(real.daemonLog()).contains("a.pid cannot be written");
    assertThat(real.run("delete", "a").code()).isZero();
    nothingHasChanged();
    assertThat(real.daemonLog()).doesNotContain("fault of");
  }

  private void replace(String name) throws IOException {
    Files.delete(own.resolve(name));
    Files.createSymbolicLink(own.resolve(name), etc.resolve("secret"));
    Files.setAttribute(own.resolve(name), "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void its_log_folder_as_a_link_leads_no_rotation_and_no_archive_astray() throws Exception {
    logs = "own/logs";
    var said =
        start(
            TOLD,
            ", \"log_rotate\": { \"max_size\": \"4\", \"compress\": \"gzip\", \"retain\": 1 }");
    assertThat(said.code()).as(said.err()).isZero();
    tell(0);
    var folder = own.resolve("logs");
    RealHome.eventually(() -> generations(folder).size() == 2);
    assertThat(uid(folder)).isEqualTo(65534);
    for (var each : generations(folder)) {
      assertThat(uid(each)).isEqualTo(65534);
    }

    // A generation of root's own by its name, and the folder that leads there.
    var target = Files.writeString(etc.resolve("out__2026-01-01_00-00-00.log"), "kept");
    Files.move(folder, own.resolve("moved"));
    Files.createSymbolicLink(folder, etc);
    Files.setAttribute(folder, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
    tell(1);
    RealHome.eventually(() -> real.daemonLog().contains("out.log cannot be written"));

    assertThat(target).hasContent("kept");
    Files.delete(target);
    nothingHasChanged();
  }

  private static List<Path> generations(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(each -> each.toString().endsWith(".gz")).toList();
    }
  }

  @Test
  void its_env_file_tells_it_nothing_that_it_could_not_read_itself() throws Exception {
    Files.writeString(own.resolve(".env"), "OWN=1\n");
    var said = start("env > env.now; exec sleep 1000", ", \"env_file\": \".env\"");
    assertThat(said.code()).as(said.err()).isZero();
    real.until("a", Status.ONLINE);
    RealHome.eventually(() -> Files.readString(own.resolve("env.now")).contains("OWN=1\n"));

    replace(".env");
    for (var command : List.of("restart", "reload")) {
      var refused = real.run(command, "a", "--update-env");
      assertThat(refused.code()).as(command).isEqualTo(1);
      assertThat(refused.err()).contains("Permission denied").doesNotContain("SECRET");
    }
    assertThat(real.run("start", "ecosystem.json").err()).contains("Permission denied");

    // What only root can change is root's to hand on.
    Files.createDirectories(real.folder().resolve("conf"));
    Files.createSymbolicLink(real.folder().resolve("conf/env"), etc.resolve("secret"));
    said = start("env > env.now; exec sleep 1000", ", \"env_file\": \"../conf/env\"");
    assertThat(said.code()).as(said.err()).isZero();
    RealHome.eventually(() -> Files.readString(own.resolve("env.now")).contains("SECRET="));
  }

  @Test
  void a_pipe_as_env_file_gets_a_sentence() throws Exception {
    var made = new ProcessBuilder("mkfifo", own.resolve(".env").toString()).start();
    assertThat(made.waitFor()).isZero();
    var said = start("exec sleep 1000", ", \"env_file\": \".env\"");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.err()).contains(".env is a pipe, which has no end");
  }

  /// What the daemon asks of the kernel, by its path, in a folder that `nobody` may write.
  @Test
  void root_touches_nothing_by_path_in_a_folder_of_the_apps() throws Exception {
    real.file(".keep", "");
    assertThat(real.run("ping").code()).isZero();
    var trace = new Trace(real.daemonPid(), real.folder().resolve("trace"));
    var said =
        start(
            TOLD,
            ", \"hooks\": { \"post_start\": \"echo hook\" },"
                + " \"log_rotate\": { \"max_size\": \"100K\", \"compress\": \"gzip\" }");
    assertThat(said.code()).as(said.err()).isZero();
    tell(0);
    RealHome.eventually(() -> Files.readString(own.resolve("out.log")).equals("line 1\n"));
    assertThat(real.run("flush", "a").code()).isZero();
    Files.writeString(own.resolve("out.log"), "x".repeat(200_000) + "\n");
    tell(1);
    RealHome.eventually(() -> generations(own).size() == 1);
    assertThat(real.run("restart", "a").code()).isZero();
    assertThat(real.run("delete", "a").code()).isZero();

    assertThat(trace.asRoot(own)).isEmpty();
    assertThat(trace.text()).contains("rename(\"" + own + "/out.log\"", own + "/a.pid");
  }
}
