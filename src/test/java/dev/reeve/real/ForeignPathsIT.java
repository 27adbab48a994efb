package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Status;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// docs/security.md, “Root acts on paths of others as those others”: what an app of `nobody` names
/// to a daemon of root's, and whose home root may use.
@EnabledIf("isRoot")
class ForeignPathsIT {
  private static final String SECRET = "root's own\n";
  private static final String WORKER =
      """
      const net = require('net');
      const paths = process.argv.slice(2);
      let open = paths.length;
      for (const path of paths) {
        const server = net.createServer(c => c.end('hello'));
        const say = word => {
          console.log(path + ' ' + word);
          if (--open === 0) console.log('all');
        };
        server.on('error', error => say(error.code));
        const place = /^[0-9]+$/.test(path) ? { port: +path, host: '127.0.0.1' } : path;
        server.listen(place, () => say('open'));
      }
      setInterval(() => {}, 1000);
      """;

  private final RealHome real = new RealHome();

  static boolean isRoot() {
    return RealHome.isRoot();
  }

  @AfterEach
  void close() throws Exception {
    real.close();
  }

  private Path folder(String name, String owner, String mode) throws Exception {
    Files.setPosixFilePermissions(real.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
    var folder = Files.createDirectory(real.folder().resolve(name));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(mode));
    own(folder, owner);
    return folder;
  }

  private static void own(Path file, String owner) throws IOException {
    var users = file.getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(file, users.lookupPrincipalByName(owner));
  }

  /// A socket file with nobody behind it.
  private static Path stale(Path path, String owner) throws IOException {
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
    }
    own(path, owner);
    return path;
  }

  private String said(String path) throws Exception {
    RealHome.eventually(() -> out().contains("all\n"));
    return out()
        .lines()
        .filter(line -> line.startsWith(path + " "))
        .findFirst()
        .orElseThrow()
        .substring(path.length() + 1);
  }

  private String out() throws IOException {
    return real.log("a-out-0.log") + real.log("a-out.log");
  }

  private void startWorker(Path cwd, List<String> paths) throws Exception {
    Files.writeString(cwd.resolve("app.js"), WORKER);
    real.file(
        "e.json",
        """
        { "apps": [{ "name": "a", "script": "app.js", "cwd": "%s", "exec_mode": "cluster",
          "instances": 1, "uid": "nobody", "gid": "nogroup", "args": ["%s"] }] }
        """
            .formatted(cwd, String.join("\", \"", paths)));
    var said = real.run("start", "e.json");
    assertThat(said.code()).as(said.err()).isZero();
  }

  @Test
  void a_worker_gets_no_path_and_no_port_that_its_user_has_not() throws Exception {
    var roots = folder("roots", "root", "rwx------");
    var open = folder("open", "root", "rwxr-xr-x");
    var own = folder("own", "nobody", "rwxr-xr-x");
    var shadow = Files.writeString(roots.resolve("shadow"), SECRET);
    var notes = Files.writeString(open.resolve("notes"), SECRET);
    var link = Files.createSymbolicLink(own.resolve("link"), shadow);
    var tunnel = Files.createSymbolicLink(own.resolve("tunnel"), roots);
    var dead = stale(open.resolve("dead.sock"), "root");
    var paths =
        List.of(
            shadow.toString(),
            roots.resolve("new.sock").toString(),
            notes.toString(),
            open.resolve("new.sock").toString(),
            link.toString(),
            tunnel + "/new.sock",
            dead.toString(),
            "1");
    startWorker(own, paths);
    for (var path : paths) {
      assertThat(said(path)).as(path).isIn("EACCES", "EADDRINUSE");
    }
    assertThat(said("1")).isEqualTo("EACCES");
    assertThat(real.run("delete", "a").code()).isZero();
    assertThat(Files.readString(shadow)).isEqualTo(SECRET);
    assertThat(Files.readString(notes)).isEqualTo(SECRET);
    assertThat(Files.readSymbolicLink(link)).isEqualTo(shadow);
    assertThat(dead).exists();
    assertThat(roots.resolve("new.sock")).doesNotExist();
    assertThat(open.resolve("new.sock")).doesNotExist();
  }

  @Test
  void a_worker_has_sockets_in_its_users_folder_and_they_are_that_users() throws Exception {
    var own = folder("own", "nobody", "rwxr-xr-x");
    var fresh = own.resolve("fresh.sock");
    var stale = stale(own.resolve("stale.sock"), "nobody");
    var file = Files.writeString(own.resolve("file"), "mine\n");
    own(file, "nobody");
    startWorker(own, List.of(fresh.toString(), stale.toString(), file.toString()));
    assertThat(said(fresh.toString())).isEqualTo("open");
    assertThat(said(stale.toString())).isEqualTo("open");
    assertThat(said(file.toString())).isEqualTo("EADDRINUSE");
    assertThat(Files.getOwner(fresh).getName()).isEqualTo("nobody");
    assertThat(real.run("delete", "a").code()).isZero();
    assertThat(fresh).doesNotExist();
    assertThat(stale).doesNotExist();
    assertThat(Files.readString(file)).isEqualTo("mine\n");
  }

  /// What the daemon asks of the kernel by path, in a folder that `nobody` may write.
  @Test
  void sockets_are_bound_and_taken_away_with_the_users_rights() throws Exception {
    var own = folder("own", "nobody", "rwxr-xr-x");
    var fresh = own.resolve("fresh.sock");
    var stale = stale(own.resolve("stale.sock"), "nobody");
    assertThat(real.run("ping").code()).isZero();
    var trace = new Trace(real.daemonPid(), real.folder().resolve("trace"));
    startWorker(own, List.of(fresh.toString(), stale.toString()));
    assertThat(said(stale.toString())).isEqualTo("open");
    assertThat(real.run("delete", "a").code()).isZero();
    assertThat(trace.asRoot(own)).isEmpty();
    assertThat(trace.text()).contains("bind(", "unlink(\"" + stale + "\")");
  }

  @Test
  void listen_takes_no_file_away_that_is_not_a_socket_of_the_app() throws Exception {
    Files.setPosixFilePermissions(real.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
    var file = real.file("notes.txt", SECRET);
    var link = Files.createSymbolicLink(real.folder().resolve("link"), file);
    var other = stale(real.folder().resolve("other.sock"), "nobody");
    for (var path : List.of(file, link, other)) {
      real.file(
          "e.json",
          "{ \"apps\": [{ \"name\": \"a\", \"script\": \"sleep 1000\", \"listen\": [\"%s\"] }] }"
              .formatted(path));
      var said = real.run("start", "e.json");
      assertThat(said.code()).isEqualTo(1);
      assertThat(said.err()).contains("is not a socket of this app's");
      assertThat(real.run("delete", "a").code()).isZero();
    }
    assertThat(Files.readString(file)).isEqualTo(SECRET);
    assertThat(link).isSymbolicLink();
    assertThat(other).exists();
  }

  @Test
  void root_does_not_use_the_home_of_another_user_unless_told_to() throws Exception {
    var home = folder("theirs", "nobody", "rwx------");
    var theirs = real.with("REEVE_HOME", home.toString());
    var said = theirs.run("ls");
    assertThat(said.code()).isEqualTo(3);
    assertThat(said.err()).contains("belongs to another user (uid 65534)", "REEVE_HOME");
    try (var files = Files.list(home)) {
      assertThat(files).isEmpty();
    }
    theirs.with("REEVE_ALLOW_FOREIGN_HOME", "1");
    assertThat(theirs.run("ls").code()).isZero();
    assertThat(theirs.run("kill").code()).isZero();
  }

  @Test
  void a_folder_that_others_use_is_refused_as_a_home_and_stays_as_it_is() throws Exception {
    for (var mode : List.of("rwxrwxrwx", "rwxr-xr-x", "rwxrwx---")) {
      var shared = folder("shared" + mode, "root", mode);
      Files.writeString(shared.resolve("theirs"), "");
      var said = real.with("REEVE_HOME", shared.toString()).run("ping");
      assertThat(said.code()).isEqualTo(3);
      assertThat(said.err()).contains("set REEVE_HOME to a folder");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
          .isEqualTo(mode);
      try (var files = Files.list(shared)) {
        assertThat(files).hasSize(1);
      }
    }
  }

  @Test
  void a_home_that_pm2_has_made_is_closed_and_used() throws Exception {
    var home = folder("pm2", "root", "rwxrwxr-x");
    Files.writeString(home.resolve("pm2.log"), "");
    Files.writeString(home.resolve("ecosystem.config.js"), "module.exports = { apps: [] }");
    var theirs = real.with("REEVE_HOME", home.toString());
    assertThat(theirs.run("ls").code()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
        .isEqualTo("rwx------");
    assertThat(theirs.run("kill").code()).isZero();
  }

  @Test
  void an_app_that_listens_where_only_root_may_write_is_told_so() throws Exception {
    var open = folder("open", "root", "rwxr-xr-x");
    real.file(
        "e.json",
        """
        { "apps": [{ "name": "a", "script": "sleep 1000", "uid": "nobody", "gid": "nogroup",
          "listen": ["%s/new.sock"] }] }
        """
            .formatted(open));
    assertThat(real.run("start", "e.json").err()).contains("permission denied");
    assertThat(real.view("a").status()).isNotEqualTo(Status.ONLINE);
  }
}
