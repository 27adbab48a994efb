package dev.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.loop.Loop;
import dev.reeve.os.linux.LinuxKernel;
import dev.reeve.os.linux.NotifySocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// An init system that does not read what it is told, at a real socket.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotifyQueueTest {
  private final LinuxKernel kernel = new LinuxKernel();
  private final List<Throwable> faults = new ArrayList<>();
  private final Loop loop = new Loop(kernel, faults::add);
  private NotifySocket init;
  private String path;
  private int more;

  @TempDir Path folder;

  @BeforeEach
  void bind() throws Exception {
    path = folder.resolve("notify").toString();
    init = new NotifySocket(path);
    var most = Files.readString(Path.of("/proc/sys/net/unix/max_dgram_qlen")).strip();
    more = Integer.parseInt(most) + 20;
  }

  @AfterEach
  void close() {
    init.close();
    assertThat(faults).isEmpty();
  }

  /// What it reads from now on; whatever waits has its turn before each look.
  private List<String> read(int count) {
    var all = new ArrayList<String>();
    while (all.size() < count) {
      all.add(init.receive());
      var turned = new AtomicBoolean();
      loop.arm(() -> turned.set(true), kernel.nowNs() + 2 * NotifyQueue.PAUSE_NS);
      while (!turned.get()) {
        loop.turn(Long.MAX_VALUE);
      }
    }
    return all;
  }

  @Test
  void nobody_waits_for_it_and_all_comes_in_its_order() {
    var queue = new NotifyQueue(loop, kernel, path);
    var told = IntStream.range(0, more).mapToObj(String::valueOf).toList();

    told.forEach(queue::send);

    assertThat(queue.isEmpty()).isFalse();
    assertThat(read(more)).isEqualTo(told);
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void what_is_said_again_and_again_waits_once() {
    var queue = new NotifyQueue(loop, kernel, path);
    IntStream.range(0, more).forEach(each -> queue.send("x"));

    for (int each = 0; each < more; each++) {
      queue.sendOnce("alive");
    }
    queue.send("end");

    assertThat(read(more + 2)).endsWith("x", "alive", "end").containsOnlyOnce("alive");
  }

  @Test
  void a_pipe_that_ended_while_it_waited_is_not_stored() {
    var queue = new NotifyQueue(loop, kernel, path);
    IntStream.range(0, more).forEach(each -> queue.send("x"));
    var store = FdStore.open(loop, kernel, Map.of("NOTIFY_SOCKET", path), List.of());

    store.put("first", 0);
    store.put("second", 0);
    store.remove("first");

    assertThat(read(more + 1))
        .filteredOn(each -> !each.equals("x"))
        .containsExactly("FDSTORE=1\nFDPOLL=0\nFDNAME=second");
  }
}
