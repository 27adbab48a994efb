package dev.reeve.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Identity;
import dev.reeve.os.AppFiles;
import dev.reeve.os.AppFiles.How;
import dev.reeve.os.Credentials;
import dev.reeve.os.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// What root does with files in folders in which a user may put links: one of `nobody`, one that is
/// open to all, one of its own.
@EnabledIf("isRoot")
class AppFilesTest {
  private static final Credentials NOBODY = new Credentials(65534, 65534, List.of(65534));

  private final LinuxKernel kernel = new LinuxKernel();
  private final AppFiles ofNobody = kernel.filesOf(NOBODY);
  private final AppFiles ofRoot = kernel.filesOf(null);
  @TempDir private Path folder;
  private Path users;
  private Path roots;

  static boolean isRoot() {
    return Identity.ofThisProcess().uid() == 0;
  }

  @BeforeEach
  void open() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    users = place("users", 65534, "rwxr-xr-x");
    roots = place("roots", 0, "rwxr-xr-x");
  }

  private Path place(String name, int owner, String mode) throws IOException {
    var place = Files.createDirectory(folder.resolve(name));
    own(place, owner);
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(mode));
    return place;
  }

  private static void own(Path path, int owner) throws IOException {
    Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(path, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
  }

  private Path link(Path place, Path target, int owner) throws IOException {
    var link = Files.createSymbolicLink(place, target);
    own(link, owner);
    return link;
  }

  private int open(AppFiles files, Path path, How how) {
    int fd = files.open(path.toString(), how);
    return fd < 0 ? fd : files.close(fd);
  }

  private static @Nullable Object uid(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  @Test
  void a_users_link_leads_to_nothing_that_the_user_may_not_touch() throws Exception {
    var secret = Files.writeString(roots.resolve("secret"), "secret");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    for (var files : List.of(ofNobody, ofRoot)) {
      for (var how : List.of(How.LOG, How.STREAM, How.WRITE, How.READ)) {
        for (var target : List.of(secret, roots.resolve("new"))) {
          var link = link(users.resolve("link"), target, 65534);
          assertThat(open(files, link, how)).as("%s %s", how, target).isNegative();
          Files.delete(link);
        }
      }
      link(users.resolve("folder"), roots, 65534);
      var beyond = users.resolve("folder");
      assertThat(open(files, beyond.resolve("new"), How.LOG)).isNegative();
      assertThat(open(files, beyond.resolve("new"), How.NEW)).isNegative();
      assertThat(files.unlink(beyond.resolve("secret").toString())).isNegative();
      assertThat(files.rename(beyond.resolve("secret").toString(), "other")).isNegative();
      assertThat(files.makeFolder(beyond.resolve("made/deep").toString())).isNegative();
      Files.delete(beyond);
    }
    assertThat(roots).isDirectoryContaining(secret::equals);
    assertThat(roots.toFile().list()).containsExactly("secret");
    assertThat(secret).hasContent("secret");
  }

  @Test
  void another_name_of_a_file_of_roots_is_not_written_either() throws Exception {
    var secret = Files.writeString(roots.resolve("secret"), "secret");
    Files.createLink(users.resolve("name"), secret);

    assertThat(open(ofNobody, users.resolve("name"), How.LOG)).isEqualTo(-Errno.ELOOP);
    assertThat(open(ofRoot, users.resolve("name"), How.LOG)).isEqualTo(-Errno.ELOOP);
  }

  @Test
  void what_is_new_in_a_users_folder_is_that_users() throws Exception {
    for (var how : List.of(How.LOG, How.WRITE, How.NEW)) {
      assertThat(open(ofNobody, users.resolve(how.name()), how)).isZero();
      assertThat(uid(users.resolve(how.name()))).isEqualTo(65534);
    }
    assertThat(ofNobody.makeFolder(users.resolve("a/b/c").toString())).isZero();
    assertThat(uid(users.resolve("a/b/c"))).isEqualTo(65534);
    assertThat(ofNobody.rename(users.resolve("LOG").toString(), "other")).isZero();
    assertThat(ofNobody.unlink(users.resolve("other").toString())).isZero();
  }

  /// As it was when an app of root's wrote there, and where only root may write.
  @Test
  void an_old_log_of_roots_is_gone_on_with_and_links_of_the_administrator_lead_on()
      throws Exception {
    var old = Files.writeString(users.resolve("old"), "old");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-------"));
    assertThat(open(ofNobody, old, How.LOG)).isZero();
    assertThat(open(ofRoot, old, How.LOG)).isZero();
    assertThat(open(ofRoot, users.resolve("fresh"), How.LOG)).isZero();
    assertThat(uid(users.resolve("fresh"))).isEqualTo(0);

    var target = roots.resolve("real");
    var file = link(roots.resolve("link"), target, 0);
    var place = link(folder.resolve("place"), roots, 0);
    assertThat(open(ofNobody, file, How.LOG)).isZero();
    assertThat(open(ofRoot, place.resolve("real"), How.LOG)).isZero();
    assertThat(uid(target)).isEqualTo(0);
    assertThat(ofRoot.unlink(file.toString())).isZero();
    assertThat(target).exists();
    assertThat(open(ofRoot, Path.of("/dev/null"), How.STREAM)).isZero();
    assertThat(open(ofNobody, Path.of("/dev/null"), How.STREAM)).isZero();
  }

  /// As releases are switched: `current` is a link of the user's own, to what is the user's, too.
  @Test
  void a_users_links_lead_that_user_wherever_the_user_may_go() throws Exception {
    var release = Files.createDirectory(users.resolve("release"));
    own(release, 65534);
    var current = link(users.resolve("current"), release, 65534);

    assertThat(open(ofNobody, current.resolve("log"), How.LOG)).isZero();
    assertThat(uid(release.resolve("log"))).isEqualTo(65534);
    assertThat(open(ofRoot, current.resolve("log"), How.LOG)).isEqualTo(-Errno.ELOOP);
  }

  /// The folder of a group, or `/tmp`, in which anybody may be quicker than root.
  @Test
  void a_folder_that_is_open_to_all_is_one_of_others() throws Exception {
    var all = place("all", 0, "rwxrwxrwx");
    var sticky = place("sticky", 0, "rwxrwxrwx");
    Files.setAttribute(sticky, "unix:mode", 0041777);
    for (var each : List.of(all, sticky)) {
      link(each.resolve("link"), roots.resolve("new"), 65534);
      assertThat(open(ofRoot, each.resolve("link"), How.LOG)).isEqualTo(-Errno.ELOOP);
      assertThat(open(ofNobody, each.resolve("link"), How.LOG)).isNegative();
      assertThat(open(ofRoot, each.resolve("new"), How.LOG)).isZero();
      assertThat(open(ofNobody, each.resolve("own"), How.LOG)).isZero();
      assertThat(uid(each.resolve("new"))).isEqualTo(0);
      assertThat(uid(each.resolve("own"))).isEqualTo(65534);
    }
    assertThat(roots.toFile().list()).isEmpty();
    assertThat(open(ofRoot, link(sticky.resolve("roots"), roots, 0).resolve("x"), How.LOG))
        .isZero();
  }

  @Test
  void a_pipe_makes_nobody_wait() throws Exception {
    var made = new ProcessBuilder("mkfifo", "-m", "666", users.resolve("p").toString()).start();
    assertThat(made.waitFor()).isZero();
    assertThat(open(ofNobody, users.resolve("p"), How.STREAM)).isEqualTo(-Errno.ENXIO);
    assertThat(open(ofNobody, users.resolve("p"), How.WRITE)).isEqualTo(-Errno.ENXIO);
    assertThat(open(ofNobody, users.resolve("p"), How.READ)).isZero();
  }

  @Test
  void no_descriptor_is_left_open() {
    int before = descriptors();
    for (int i = 0; i < 20; i++) {
      open(ofRoot, users.resolve("log"), How.LOG);
      open(ofRoot, users.resolve("no/folder/log"), How.LOG);
      open(ofNobody, roots.resolve("no/folder/log"), How.LOG);
    }
    // Others of this JVM may close theirs meanwhile.
    assertThat(descriptors()).isLessThanOrEqualTo(before);
  }

  private static int descriptors() {
    var names = new java.io.File("/proc/self/fd").list();
    return names == null ? -1 : names.length;
  }
}
