package dev.reeve.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Exit;
import dev.reeve.os.Errno;
import dev.reeve.os.Launch;
import dev.reeve.os.ProcessTable;
import dev.reeve.os.Readiness;
import dev.reeve.os.Spawn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Children of this very test, on the real kernel.
class LinuxKernelTest {
  private static final long DEADLINE_NS = 20_000_000_000L;

  private final LinuxKernel kernel = new LinuxKernel();
  private final Readiness.ReadySet ready = new Readiness.ReadySet();
  @TempDir private Path folder;

  @Test
  void what_is_mapped_of_files_is_let_go_and_comes_back() throws Exception {
    assertThat(kernel.trimMemory()).isPositive();

    var child = shell("exit 7");
    assertThat(end(child)).isEqualTo(new Exit.Code(7));
  }

  private Spawn.Started shell(String script) {
    return shell(script, Map.of("PATH", "/usr/bin:/bin"));
  }

  private Spawn.Started shell(String script, Map<String, String> environment) {
    var launch =
        new Launch("/bin/sh", List.of("sh", "-c", script), environment, folder.toString(), false);
    var child = (Spawn.Started) kernel.spawn(launch);
    kernel.watch(child.pidfd(), Readiness.READ);
    return child;
  }

  private Exit end(Spawn.Started child) {
    long untilNs = System.nanoTime() + DEADLINE_NS;
    var exit = kernel.reap(child.pidfd());
    while (exit == null && System.nanoTime() < untilNs) {
      kernel.poll(1_000_000_000L, ready);
      exit = kernel.reap(child.pidfd());
    }
    kernel.unwatch(child.pidfd());
    return Objects.requireNonNull(exit, "the child did not end");
  }

  private String output(int fd) {
    var bytes = new byte[64 << 10];
    int length = kernel.read(fd, bytes, 0, bytes.length);
    return new String(bytes, 0, Math.max(0, length), StandardCharsets.UTF_8);
  }

  private String said(String script) {
    var child = shell(script);
    end(child);
    var said = output(child.outFd());
    close(child);
    return said;
  }

  private void close(Spawn.Started child) {
    kernel.close(child.pidfd());
    kernel.close(child.outFd());
    kernel.close(child.errFd());
  }

  @AfterEach
  void nothing_is_left_behind() {
    assertThat(kernel.orphans()).as("orphans").isEmpty();
  }

  @Test
  void exit_codes_and_signals_are_told_apart() {
    assertThat(end(shell("exit 7"))).isEqualTo(new Exit.Code(7));
    assertThat(end(shell("kill -9 $$"))).isEqualTo(new Exit.Signalled(9));
  }

  @Test
  void output_and_error_come_by_pipes_of_their_own() {
    var child = shell("echo out; echo err >&2");
    end(child);
    assertThat(output(child.outFd())).isEqualTo("out\n");
    assertThat(output(child.errFd())).isEqualTo("err\n");
    close(child);
  }

  @Test
  void a_child_gets_its_folder_and_nothing_but_its_own_environment() {
    assertThat(said("pwd -P; env | grep -v -e ^PWD= -e ^_= -e ^SHLVL= -e ^OLDPWD="))
        .isEqualTo(folder.toString() + "\nPATH=/usr/bin:/bin\n");
  }

  /// The JVM holds files without close-on-exec, and HotSpot blocks SIGQUIT in its threads.
  @Test
  void a_child_inherits_neither_descriptors_nor_signal_masks() {
    assertThat(said("ls /proc/self/fd | tr '\\n' ' '").strip()).isIn("0 1 2 3", "0 1 2");
    assertThat(said("grep -E 'Sig(Blk|Ign)' /proc/self/status | tr -d '\\t\\n'"))
        .isEqualTo("SigBlk:0000000000000000SigIgn:0000000000000000");
  }

  @Test
  void a_child_leads_a_session_of_its_own() {
    assertThat(said("cut -d' ' -f6 /proc/$$/stat; echo $$").lines().distinct()).hasSize(1);
  }

  @Test
  void a_death_of_ours_would_not_be_a_broken_pipe() {
    var child = shell("read x < /dev/null; sleep 0.1; echo still; exit 3");
    kernel.close(child.outFd());
    assertThat(end(child)).isEqualTo(new Exit.Code(3));
    kernel.close(child.pidfd());
    kernel.close(child.errFd());
  }

  @Test
  void what_cannot_be_run_gives_the_kernels_number() {
    var missing = new Launch("/no/such/file", List.of("x"), Map.of(), "/", false);
    assertThat(kernel.spawn(missing)).isEqualTo(new Spawn.Failed(Errno.ENOENT));
    var noProgram = new Launch("/etc/passwd", List.of("x"), Map.of(), "/", false);
    assertThat(kernel.spawn(noProgram)).isEqualTo(new Spawn.Failed(Errno.EACCES));
  }

  @Test
  void a_failed_spawn_leaves_no_descriptor() {
    int before = openFds();
    for (int i = 0; i < 50; i++) {
      kernel.spawn(new Launch("/no/such/file", List.of("x"), Map.of(), "/", false));
    }
    // Others of this JVM may close theirs meanwhile.
    assertThat(openFds()).isLessThanOrEqualTo(before);
  }

  private static int openFds() {
    var names = new java.io.File("/proc/self/fd").list();
    return names == null ? -1 : names.length;
  }

  private int rowOf(Spawn.Started child, ProcessTable table) {
    kernel.census(table, _ -> false);
    int row = -1;
    for (int i = 0; i < table.count(); i++) {
      row = table.pid(i) == child.pid() ? i : row;
    }
    assertThat(row).isNotNegative();
    return row;
  }

  @Test
  void the_census_finds_a_child_with_its_session_memory_and_start() {
    var child = shell("sleep 100 & wait");
    // Just after its exec a process has no memory that the kernel has counted.
    var table = new ProcessTable();
    int row = rowOf(child, table);
    long untilNs = System.nanoTime() + DEADLINE_NS;
    while (table.rssBytes(row) == 0 && System.nanoTime() < untilNs) {
      row = rowOf(child, table);
    }
    assertThat(table.session(row)).isEqualTo(child.pid());
    assertThat(table.parent(row)).isEqualTo((int) ProcessHandle.current().pid());
    assertThat(table.rssBytes(row)).isPositive();
    var again = Objects.requireNonNull(kernel.row(child.pid()));
    assertThat(again.startTicks()).isEqualTo(table.startTicks(row));
    kernel.signal(child.pidfd(), 9);
    end(child);
    close(child);
    reapOrphans();
  }

  @Test
  void an_orphan_becomes_our_child_and_is_known_by_its_environment() {
    var child = shell("setsid sleep 100 & exit 0", Map.of("PATH", "/usr/bin:/bin", "MARK", "m-1"));
    end(child);
    close(child);
    var orphans = kernel.orphans();
    assertThat(orphans).hasSize(1);
    // While it becomes another program it has no environment (`man 5 proc_pid_environ`).
    long untilNs = System.nanoTime() + DEADLINE_NS;
    var mark = kernel.environmentOf(orphans[0], "MARK");
    while (mark == null && System.nanoTime() < untilNs) {
      mark = kernel.environmentOf(orphans[0], "MARK");
    }
    assertThat(mark).isEqualTo("m-1");
    reapOrphans();
  }

  private void reapOrphans() {
    for (int pid : kernel.orphans()) {
      int pidfd = kernel.openPidfd(pid);
      kernel.signal(pidfd, 9);
      kernel.watch(pidfd, Readiness.READ);
      long untilNs = System.nanoTime() + DEADLINE_NS;
      while (kernel.reap(pidfd) == null && System.nanoTime() < untilNs) {
        kernel.poll(1_000_000_000L, ready);
      }
      kernel.unwatch(pidfd);
      kernel.close(pidfd);
    }
  }

  @Test
  void a_wake_up_ends_a_wait_from_another_thread() throws InterruptedException {
    var waker = new Thread(kernel::wake);
    waker.start();
    assertThat(kernel.poll(DEADLINE_NS, ready)).isZero();
    waker.join();
  }
}
