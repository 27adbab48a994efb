package dev.reeve.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.os.Errno;
import dev.reeve.os.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenersTest {
  private static final LinuxKernel KERNEL = new LinuxKernel();

  @TempDir Path folder;
  private final List<Integer> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(KERNEL::close);
  }

  private int bind(Place place) {
    int fd = KERNEL.bind(place, 16);
    if (fd >= 0) {
      open.add(fd);
    }
    return fd;
  }

  @Test
  void the_kernel_chooses_a_port_and_tells_it_and_nobody_else_gets_it() {
    for (var address : List.of("127.0.0.1", "::1", "0.0.0.0", "::")) {
      int fd = bind(Place.tcp(address, 0));
      assertThat(fd).as(address).isGreaterThan(63);
      var place = KERNEL.placeOf(fd);
      assertThat(place.address()).isEqualTo(address);
      assertThat(place.port()).isPositive();
      assertThat(bind(place)).isEqualTo(-Errno.EADDRINUSE);
    }
  }

  /// The one who shares it works against us in a thread of its own.
  @Test
  void an_accept_that_somebody_makes_wait_is_ended_and_named() throws Exception {
    int fd = bind(Place.tcp("127.0.0.1", 0));
    var kernel = new LinuxKernel();
    var over = new AtomicBoolean();
    var other =
        Thread.ofPlatform()
            .start(() -> {
              var theirs = new LinuxKernel();
              while (!over.get()) {
                theirs.block(fd);
              }
            });
    kernel.limit(20_000_000);
    try {
      int result = -Errno.EAGAIN;
      long untilNs = System.nanoTime() + 60_000_000_000L;
      while (result == -Errno.EAGAIN && System.nanoTime() < untilNs) {
        result = kernel.acceptShared(fd);
      }
      assertThat(result).isEqualTo(-Errno.EINTR);
      assertThat(kernel.interrupted()).isEqualTo("accept4");
      assertThat(kernel.interrupted()).isNull();
    } finally {
      kernel.limit(0);
      over.set(true);
      other.join();
    }
  }

  @Test
  void a_port_of_datagrams_is_another_than_one_of_streams() {
    int port = KERNEL.placeOf(bind(Place.tcp("127.0.0.1", 0))).port();
    assertThat(bind(new Place(Place.Kind.UDP4, "127.0.0.1", port, 0))).isPositive();
  }

  @Test
  void what_is_no_address_is_refused() {
    assertThat(bind(Place.tcp("localhost", 0))).isEqualTo(-Errno.EINVAL);
    assertThat(bind(Place.unix("/" + "x".repeat(200)))).isEqualTo(-Errno.ENAMETOOLONG);
  }

  @Test
  void a_socket_file_is_replaced_when_nobody_listens_at_it() {
    var path = folder.resolve("a.sock");
    int first = bind(Place.unix(path.toString()));
    assertThat(KERNEL.placeOf(first).address()).isEqualTo(path.toString());
    assertThat(bind(Place.unix(path.toString()))).isEqualTo(-Errno.EADDRINUSE);
    KERNEL.close(first);
    open.clear();
    assertThat(bind(Place.unix(path.toString()))).isPositive();
    assertThat(KERNEL.unlink(path.toString())).isZero();
    assertThat(Files.exists(path)).isFalse();
  }

  @Test
  void an_abstract_name_has_no_file() {
    var name = "\0reeve-test-" + ProcessHandle.current().pid();
    assertThat(KERNEL.placeOf(bind(Place.unix(name))).address()).isEqualTo(name);
  }
}
