package dev.reeve.os.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reeve.model.Identity;
import dev.reeve.os.Credentials;
import dev.reeve.os.Errno;
import dev.reeve.os.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// What a thread may do that acts for a user, on the real kernel.
@EnabledIf("isRoot")
class RightsTest {
  private static final Credentials NOBODY = new Credentials(65534, 65534, List.of(65534));
  private static final Credentials DAEMON = new Credentials(1, 1, List.of(1, 8));

  private final LinuxKernel kernel = new LinuxKernel();
  @TempDir private Path folder;

  static boolean isRoot() {
    return Identity.ofThisProcess().uid() == 0;
  }

  @BeforeEach
  void open() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path place(String name, int owner, String mode) throws IOException {
    var place = Files.createDirectory(folder.resolve(name));
    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(mode));
    Files.setAttribute(place, "unix:uid", owner);
    Files.setAttribute(place, "unix:gid", owner);
    return place;
  }

  private int append(Path file) {
    int fd = kernel.openAppend(file.toString());
    return fd < 0 ? fd : kernel.close(fd);
  }

  private static List<String> who() throws IOException {
    return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
        .filter(line -> line.matches("(Uid|Gid|Groups|CapEff):.*"))
        .toList();
  }

  @Test
  void a_file_is_made_as_the_user_and_where_the_user_may() throws Exception {
    var own = place("own", 65534, "rwx------");
    var roots = place("roots", 0, "rwxr-xr-x");

    assertThat(kernel.actingAs(NOBODY, () -> append(own.resolve("a")))).isZero();
    assertThat(kernel.actingAs(NOBODY, () -> append(roots.resolve("a")))).isEqualTo(-Errno.EACCES);

    assertThat(Files.getAttribute(own.resolve("a"), "unix:uid")).isEqualTo(65534);
    assertThat(Files.getAttribute(own.resolve("a"), "unix:gid")).isEqualTo(65534);
    assertThat(roots.resolve("a")).doesNotExist();
  }

  @Test
  void a_link_leads_no_further_than_its_user_may_go() throws Exception {
    var own = place("own", 65534, "rwxr-xr-x");
    var roots = place("roots", 0, "rwxr-xr-x");
    Files.createSymbolicLink(own.resolve("link"), roots.resolve("made"));

    assertThat(kernel.actingAs(NOBODY, () -> append(own.resolve("link")))).isEqualTo(-Errno.EACCES);
    assertThat(roots.resolve("made")).doesNotExist();
  }

  @Test
  void its_groups_count_and_no_others() throws Exception {
    var groups = place("groups", 0, "rwxrwx---");
    Files.setAttribute(groups, "unix:gid", 8);

    assertThat(kernel.actingAs(DAEMON, () -> append(groups.resolve("a")))).isZero();
    assertThat(kernel.actingAs(NOBODY, () -> append(groups.resolve("b")))).isEqualTo(-Errno.EACCES);
  }

  @Test
  void a_socket_is_bound_and_removed_with_the_users_rights() throws Exception {
    var own = place("own", 65534, "rwxr-xr-x");
    var roots = place("roots", 0, "rwxr-xr-x");
    var path = own.resolve("s").toString();

    int bound = kernel.actingAs(NOBODY, () -> kernel.bind(Place.unix(path), 1));
    int refused =
        kernel.actingAs(NOBODY, () -> kernel.bind(Place.unix(roots.resolve("s").toString()), 1));

    assertThat(bound).isNotNegative();
    assertThat(refused).isEqualTo(-Errno.EACCES);
    assertThat(Files.getAttribute(own.resolve("s"), "unix:uid", LinkOption.NOFOLLOW_LINKS))
        .isEqualTo(65534);
    kernel.close(bound);
    append(roots.resolve("kept"));
    assertThat(kernel.actingAs(NOBODY, () -> kernel.unlink(roots.resolve("kept").toString())))
        .isEqualTo(-Errno.EACCES);
    assertThat(kernel.actingAs(NOBODY, () -> kernel.unlink(path))).isZero();
  }

  @Test
  void afterwards_all_is_as_it_was_also_after_a_fault_and_nested() throws Exception {
    var before = who();
    var own = place("own", 65534, "rwx------");

    kernel.actingAs(
        DAEMON,
        () -> {
          assertThat(kernel.actingAs(NOBODY, () -> append(own.resolve("a")))).isZero();
          assertThat(append(own.resolve("b"))).isEqualTo(-Errno.EACCES);
          return 0;
        });
    assertThatThrownBy(() ->
            kernel.actingAs(
                NOBODY,
                () -> {
                  throw new IllegalStateException("of the task");
                }))
        .hasMessage("of the task");

    assertThat(who()).isEqualTo(before);
    assertThat(append(own.resolve("c"))).isZero();
  }
}
