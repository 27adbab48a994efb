package dev.reeve.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Exit;
import dev.reeve.os.Errno;
import dev.reeve.os.Launch;
import dev.reeve.os.ProcessTable;
import dev.reeve.os.Processes;
import dev.reeve.os.Spawn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which process is of which run, when somebody has made very many.
class TreesTest {
  private static final int DEEP = 200_000;

  /// A machine with one chain of processes, each the child of the next in the table.
  private static final class Chain implements Processes {
    @Override
    public long tagOf(int pid) {
      return -1;
    }

    @Override
    public void census(ProcessTable table, PidFilter skip) {
      table.clear();
      for (int pid = DEEP + 1; pid > 1; pid--) {
        table.add(new ProcessTable.Row(pid, pid - 1, 1, 7, 0, 0));
      }
    }

    @Override
    public int ownPid() {
      return 1;
    }

    @Override
    public Spawn spawn(Launch launch) {
      return new Spawn.Failed(Errno.EPERM);
    }

    @Override
    public @Nullable Exit reap(int pidfd) {
      return null;
    }

    @Override
    public int openPidfd(int pid) {
      return -Errno.EPERM;
    }

    @Override
    public int openPipeOf(int pid, int fd, long inode) {
      return -Errno.EPERM;
    }

    @Override
    public int descriptorOf(int pidfd, int fd) {
      return -Errno.EPERM;
    }

    @Override
    public int signal(int pidfd, int signal) {
      return -Errno.EPERM;
    }

    @Override
    public ProcessTable.@Nullable Row row(int pid) {
      return null;
    }

    @Override
    public int[] orphans() {
      return new int[0];
    }

    @Override
    public @Nullable String environmentOf(int pid, String variable) {
      return null;
    }

    @Override
    public void lowerPriority() {}
  }

  private final Trees trees = new Trees(new Chain());

  @Test
  void a_strangers_chain_of_processes_is_as_long_as_he_likes() {
    assertThat(trees.look(true)).isEmpty();
    assertThat(trees.look(false)).isEmpty();
  }
}
