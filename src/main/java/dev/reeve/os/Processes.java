package dev.reeve.os;

import dev.reeve.model.Exit;
import org.jspecify.annotations.Nullable;

/// Processes: ours to spawn and reap, all to look at.
public interface Processes {
  /// Our own pid.
  int ownPid();

  Spawn spawn(Launch launch);

  /// How the process of a pidfd ended, or null while it runs. One of ours is gone from the process
  /// table afterwards, and a second call gives [Exit.Unknown]. Of one that is not our child, the
  /// kernel tells only from 6.15 on, and not before its parent has reaped it.
  @Nullable Exit reap(int pidfd);

  /// A descriptor that becomes readable when the process ends; the caller owns it.
  int openPidfd(int pid);

  /// Opens the reading end of a pipe that a process holds as its descriptor `fd`, or wherever else
  /// it is the pipe with this inode (0: not known): the caller's to close, or `-errno`.
  int openPipeOf(int pid, int fd, long inode);

  /// A descriptor of another process as one of ours, to be closed, or `-errno` when the kernel does
  /// not let us.
  int descriptorOf(int pidfd, int fd);

  /// Signals the process of a pidfd: never another one that got its number.
  int signal(int pidfd, int signal);

  /// Fills the table with the processes of this machine (zombies too), but for those that `skip`
  /// names. One pass over /proc; a process that comes or goes meanwhile may be missing.
  void census(ProcessTable table, PidFilter skip);

  /// The facts of one process, or null when it is gone.
  ProcessTable.@Nullable Row row(int pid);

  /// The pids of processes that became our children because their parent died, alive or not reaped.
  /// Those that we spawned ourselves may be among them.
  int[] orphans();

  /// The value of a variable in the environment that a process was started with, or null.
  @Nullable String environmentOf(int pid, String variable);

  /// The number that a process was given as the tag of its [Launch], or inherited: it outlives a
  /// new environment, a new session and the parent. Negative when the kernel does not tell us.
  long tagOf(int pid);

  /// From now on the calling thread, whichever it is, works only when nothing else wants to.
  void lowerPriority();

  /// A choice of pids, without boxing.
  interface PidFilter {
    boolean test(int pid);
  }
}
