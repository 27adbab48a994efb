package dev.reeve.os.linux;

import dev.reeve.os.Exec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;

/// `execve` out of a JVM: its other threads end with it, none of its hooks runs, and our children
/// stay ours. The JVM has descriptors that it does not close by itself (`lib/modules`), so all but
/// those that travel are marked.
final class LinuxExec implements Exec {
  private static final int SYS_CLOSE_RANGE = 436;
  private static final long LAST_DESCRIPTOR = 0xffff_ffffL;
  private static final int CLOSE_RANGE_CLOEXEC = 4;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;
  private static final int SIG_SETMASK = 2;
  private static final int MFD_CLOEXEC = 1;

  /// Below are the numbers that a JVM takes for itself, and the one of [LinuxReadiness#onSignal].
  private static final int LEAST_NUMBER = 64;

  private static final MemorySegment MEMFD_CREATE = Libc.bind("memfd_create");
  private static final MemorySegment SYSCALL = Libc.bind("syscall");
  private static final MemorySegment FCNTL = Libc.bind("fcntl");
  private static final MemorySegment EXECVE = Libc.bind("execve");
  private static final MemorySegment SIGMASK = Libc.bind("pthread_sigmask");

  private final Libc libc;
  private final Scratch scratch;
  private final LinuxDescriptors descriptors;
  private final ProcessTags tags;

  LinuxExec(LinuxDescriptors descriptors, ProcessTags tags) {
    this.libc = tags.libc();
    this.scratch = tags.scratch();
    this.tags = tags;
    this.descriptors = descriptors;
  }

  @Override
  public int keep(byte[] content) {
    int fd = libc.callInt(MEMFD_CREATE, scratch.path("reeve"), MFD_CLOEXEC);
    for (int at = 0; fd >= 0 && at < content.length; ) {
      int written = descriptors.write(fd, content, at, content.length - at);
      if (written <= 0) {
        descriptors.close(fd);
        return written;
      }
      at += written;
    }
    return fd;
  }

  @Override
  public int movable(int fd) {
    return fd >= LEAST_NUMBER ? fd : libc.callInt(FCNTL, fd, F_DUPFD_CLOEXEC, LEAST_NUMBER);
  }

  @Override
  public int become(
      String executable,
      List<String> arguments,
      Map<String, String> environment,
      List<Integer> travelling) {
    try (var arena = Arena.ofConfined()) {
      var none = arena.allocate(Layouts.SIGSET_SIZE, 16);
      var before = arena.allocate(Layouts.SIGSET_SIZE, 16);
      var path = arena.allocateFrom(executable);
      var words = LinuxProcesses.strings(arguments, arena);
      var variables = LinuxProcesses.strings(LinuxProcesses.variables(environment), arena);
      libc.callInt(SYSCALL, SYS_CLOSE_RANGE, 3, LAST_DESCRIPTOR, CLOSE_RANGE_CLOEXEC);
      travelling.forEach(fd -> libc.callInt(FCNTL, fd, F_SETFD, 0));
      // HotSpot's threads block a signal, and a mask is inherited.
      libc.callInt(SIGMASK, SIG_SETMASK, none.address(), before.address());
      tags.give(0);
      int result = libc.callInt(EXECVE, path.address(), words.address(), variables.address());
      tags.takeBack();
      libc.callInt(SIGMASK, SIG_SETMASK, before.address(), 0);
      travelling.forEach(fd -> libc.callInt(FCNTL, fd, F_SETFD, FD_CLOEXEC));
      return result;
    }
  }
}
