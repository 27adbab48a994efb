package dev.reeve.os.linux;

import dev.reeve.model.Exit;
import dev.reeve.os.Credentials;
import dev.reeve.os.Errno;
import dev.reeve.os.Launch;
import dev.reeve.os.Spawn;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Spawning by `posix_spawn`, exits by pidfd.
///
/// A child gets a session of its own, default signal handlers and an empty signal mask: HotSpot
/// blocks SIGQUIT in its threads and glibc leaves its own signals ignored, and both would be
/// inherited (measured). It gets descriptors 0 to 2 and no other: the JVM holds some without
/// close-on-exec.
///
/// Its output pipes are opened for reading *and* writing at the child's end, so that a death of
/// ours gives it neither SIGPIPE nor EPIPE. The price: no end of file tells that the child is done,
/// its pidfd does.
final class LinuxProcesses {
  private static final int RESETIDS = 0x1;
  private static final int SETSIGDEF = 0x4;
  private static final int SETSIGMASK = 0x8;
  private static final int SETSID = 0x80;
  private static final int P_PIDFD = 3;
  private static final int WEXITED = 4;
  private static final int WNOHANG = 1;
  private static final int CLD_EXITED = 1;
  private static final int SYS_PIDFD_SEND_SIGNAL = 424;
  private static final int SYS_PIDFD_OPEN = 434;
  private static final int SYS_PIDFD_GETFD = 438;
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int SIGCHLD = 17;
  private static final int SIGKILL = 9;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int F_SETFL = 4;
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM_CLOEXEC = 0x80001;
  private static final Pipe NO_PIPE = new Pipe(-1, -1);
  private static final int POLLIN = 1;

  /// `struct pidfd_info` of Linux 6.15 (`include/uapi/linux/pidfd.h`).
  private static final long PIDFD_GET_INFO = 0xC040FF0BL;

  private static final int PIDFD_INFO_SIZE = 64;
  private static final long PIDFD_INFO_EXIT = 1 << 3;
  private static final int PIDFD_INFO_STATUS = 60;

  /// An app that has moved its output pipe to a descriptor beyond is not listened to.
  private static final int MOST_DESCRIPTORS = 64;

  private static final MemorySegment SPAWN = Libc.bind("posix_spawn");
  private static final MemorySegment ATTR_INIT = Libc.bind("posix_spawnattr_init");
  private static final MemorySegment ATTR_FLAGS = Libc.bind("posix_spawnattr_setflags");
  private static final MemorySegment ATTR_DEFAULT = Libc.bind("posix_spawnattr_setsigdefault");
  private static final MemorySegment ATTR_MASK = Libc.bind("posix_spawnattr_setsigmask");
  private static final MemorySegment ACTIONS_INIT = Libc.bind("posix_spawn_file_actions_init");
  private static final MemorySegment ACTIONS_DESTROY =
      Libc.bind("posix_spawn_file_actions_destroy");
  private static final MemorySegment ADD_DUP2 = Libc.bind("posix_spawn_file_actions_adddup2");
  private static final MemorySegment ADD_CLOSEFROM =
      Libc.bind("posix_spawn_file_actions_addclosefrom_np");
  private static final MemorySegment ADD_CHDIR = Libc.bind("posix_spawn_file_actions_addchdir_np");
  private static final MemorySegment PIPE2 = Libc.bind("pipe2");
  private static final MemorySegment WAITID = Libc.bind("waitid");
  private static final MemorySegment SYSCALL = Libc.bind("syscall");
  private static final MemorySegment PRCTL = Libc.bind("prctl");
  private static final MemorySegment SIGNAL = Libc.bind("signal");
  private static final MemorySegment KILL = Libc.bind("kill");
  private static final MemorySegment FCNTL = Libc.bind("fcntl");
  private static final MemorySegment SOCKETPAIR = Libc.bind("socketpair");
  private static final MemorySegment POLL = Libc.bind("poll");
  private static final MemorySegment IOCTL = Libc.bind("ioctl");

  /// `man 2 F_GETPIPE_SZ`.
  private static final int F_SETPIPE_SZ = 1031;

  /// What users may hold in pipes is counted by their size, not by what is in them.
  private static final int INPUT_BYTES = 16 << 10;

  private final Libc libc;
  private final Scratch scratch;
  private final LinuxDescriptors descriptors;
  private final ProcessTags tags;
  private final LinuxCredentials credentials;
  private final MemorySegment attributes;
  private final int devNull;

  /// For children that are somebody else; made for the first of them.
  private @Nullable MemorySegment dropping;

  /// The two ends of an output pipe, or a negative `reader` with the error.
  private record Pipe(int reader, int writer) {}

  LinuxProcesses(LinuxDescriptors descriptors, LinuxCredentials credentials, ProcessTags tags) {
    this.libc = tags.libc();
    this.scratch = tags.scratch();
    this.descriptors = descriptors;
    this.credentials = credentials;
    this.tags = tags;
    this.attributes = attributes(SETSID | SETSIGDEF | SETSIGMASK);
    this.devNull =
        aboveStandard(
            descriptors.open("/dev/null", LinuxDescriptors.O_RDONLY | LinuxDescriptors.O_CLOEXEC));
    libc.callInt(SIGNAL, SIGCHLD, 0);
    libc.callInt(PRCTL, PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  }

  private MemorySegment attributes(int flags) {
    var attr = Arena.global().allocate(Layouts.SPAWNATTR_SIZE, 16);
    var all = Arena.global().allocate(Layouts.SIGSET_SIZE, 16).fill((byte) 0xff);
    var none = Arena.global().allocate(Layouts.SIGSET_SIZE, 16);
    libc.callInt(ATTR_INIT, attr.address());
    libc.callInt(ATTR_FLAGS, attr.address(), flags);
    libc.callInt(ATTR_DEFAULT, attr.address(), all.address());
    libc.callInt(ATTR_MASK, attr.address(), none.address());
    return attr;
  }

  /// A source of `dup2` must not be a target of another.
  private int aboveStandard(int fd) {
    return above(fd, 2);
  }

  private int above(int fd, int limit) {
    if (fd < 0 || fd > limit) {
      return fd;
    }
    int higher = libc.callInt(FCNTL, fd, F_DUPFD_CLOEXEC, limit + 1);
    descriptors.close(fd);
    return higher;
  }

  Spawn spawn(Launch launch) {
    var out = pipe();
    if (out.reader < 0) {
      return new Spawn.Failed(-out.reader);
    }
    var err = pipe();
    if (err.reader < 0) {
      closeBoth(out);
      return new Spawn.Failed(-err.reader);
    }
    int input = launch.input() ? inputPipe() : devNull;
    var channel = launch.channel() ? socketPair(launch.highest()) : NO_PIPE;
    if (input < 0 || (launch.channel() && channel.reader < 0)) {
      closeBoth(out);
      closeBoth(err);
      closeBoth(channel);
      closeInput(input);
      return new Spawn.Failed(-Math.min(input, channel.reader));
    }
    var result = spawn(launch, new Ends(input, out, err, channel));
    closeInput(input);
    descriptors.close(out.writer);
    descriptors.close(err.writer);
    close(channel.writer);
    if (result instanceof Spawn.Failed) {
      descriptors.close(out.reader);
      descriptors.close(err.reader);
      close(channel.reader);
    }
    return result;
  }

  private void closeInput(int fd) {
    if (fd != devNull) {
      close(fd);
    }
  }

  private void close(int fd) {
    if (fd >= 0) {
      descriptors.close(fd);
    }
  }

  private record Ends(int input, Pipe out, Pipe err, Pipe channel) {}

  /// Our end is `reader`, the child's `writer`; both are above the numbers that the child gets.
  private Pipe socketPair(int highest) {
    var memory = scratch.memory();
    int result = libc.callInt(SOCKETPAIR, AF_UNIX, SOCK_STREAM_CLOEXEC, 0, memory.address());
    if (result < 0) {
      return new Pipe(result, result);
    }
    int ours = memory.get(ValueLayout.JAVA_INT, 0);
    int childs = memory.get(ValueLayout.JAVA_INT, 4);
    var pair = new Pipe(above(ours, highest), above(childs, highest));
    if (pair.reader < 0 || pair.writer < 0) {
      close(pair.reader);
      close(pair.writer);
      return new Pipe(-Errno.EMFILE, -1);
    }
    libc.callInt(FCNTL, pair.reader, F_SETFL, LinuxDescriptors.O_NONBLOCK);
    return pair;
  }

  private Spawn spawn(Launch launch, Ends ends) {
    try (var arena = Arena.ofConfined()) {
      var actions = arena.allocate(Layouts.SPAWN_FILE_ACTIONS_SIZE, 16);
      libc.callInt(ACTIONS_INIT, actions.address());
      libc.callInt(ADD_DUP2, actions.address(), ends.input, 0);
      libc.callInt(ADD_DUP2, actions.address(), ends.out.writer, 1);
      libc.callInt(ADD_DUP2, actions.address(), ends.err.writer, 2);
      addOthers(actions, launch, ends.channel);
      libc.callInt(ADD_CHDIR, actions.address(), arena.allocateFrom(launch.cwd()).address());
      var pid = arena.allocate(ValueLayout.JAVA_INT);
      var call =
          new long[] {
            pid.address(),
            arena.allocateFrom(launch.executable()).address(),
            actions.address(),
            attributes.address(),
            strings(launch.arguments(), arena).address(),
            strings(variables(launch.environment()), arena).address()
          };
      tags.give(launch.tag());
      int error = launch.as() == null ? libc.callInt(SPAWN, call) : spawnAs(launch.as(), call);
      tags.takeBack();
      libc.callInt(ACTIONS_DESTROY, actions.address());
      return error == 0
          ? started(pid.get(ValueLayout.JAVA_INT, 0), ends)
          : new Spawn.Failed(Math.abs(error));
    }
  }

  private int spawnAs(Credentials as, long[] call) {
    var own = credentials.own();
    if (dropping == null) {
      dropping = attributes(SETSID | SETSIGDEF | SETSIGMASK | RESETIDS);
    }
    call[3] = dropping.address();
    int refused = credentials.assume(as, own);
    if (refused < 0) {
      return refused;
    }
    try {
      return libc.callInt(SPAWN, call);
    } finally {
      credentials.restore(own);
    }
  }

  private void addOthers(MemorySegment actions, Launch launch, Pipe channel) {
    int next = Launch.FIRST;
    for (int passed : launch.passed()) {
      libc.callInt(ADD_DUP2, actions.address(), passed, next++);
    }
    if (channel.reader >= 0) {
      libc.callInt(ADD_DUP2, actions.address(), channel.writer, next++);
      libc.callInt(ADD_DUP2, actions.address(), channel.reader, next++);
    }
    for (int kept : launch.kept()) {
      libc.callInt(ADD_DUP2, actions.address(), kept, next++);
    }
    libc.callInt(ADD_CLOSEFROM, actions.address(), next);
  }

  private Spawn started(int pid, Ends ends) {
    int pidfd = openPidfd(pid);
    if (pidfd < 0) {
      // Out of descriptors. The child is not reaped, so the number is still its own.
      libc.callInt(KILL, pid, SIGKILL);
      return new Spawn.Failed(-pidfd);
    }
    return new Spawn.Started(pid, pidfd, ends.out.reader, ends.err.reader, ends.channel.reader);
  }

  static MemorySegment strings(List<String> texts, Arena arena) {
    var pointers = arena.allocate(ValueLayout.JAVA_LONG, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      pointers.setAtIndex(ValueLayout.JAVA_LONG, i, arena.allocateFrom(texts.get(i)).address());
    }
    return pointers;
  }

  static List<String> variables(Map<String, String> environment) {
    return environment.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .toList();
  }

  private Pipe pipe() {
    var memory = scratch.memory();
    int result = libc.callInt(PIPE2, memory.address(), LinuxDescriptors.CLOEXEC_NONBLOCK);
    if (result < 0) {
      return new Pipe(result, result);
    }
    int reader = memory.get(ValueLayout.JAVA_INT, 0);
    int writer = memory.get(ValueLayout.JAVA_INT, 4);
    descriptors.widen(reader);
    int both = aboveStandard(reopen(writer, LinuxDescriptors.O_RDWR));
    descriptors.close(writer);
    if (both < 0) {
      descriptors.close(reader);
      return new Pipe(both, both);
    }
    return new Pipe(reader, both);
  }

  /// Both ends of a pipe in one descriptor: whoever has it reads what others put in through
  /// `/proc`, and never the end of it.
  private int inputPipe() {
    var memory = scratch.memory();
    int result = libc.callInt(PIPE2, memory.address(), LinuxDescriptors.O_CLOEXEC);
    if (result < 0) {
      return result;
    }
    int reader = memory.get(ValueLayout.JAVA_INT, 0);
    int writer = memory.get(ValueLayout.JAVA_INT, 4);
    int both = aboveStandard(reopen(writer, LinuxDescriptors.O_RDWR));
    closeBoth(new Pipe(reader, writer));
    libc.callInt(FCNTL, both, F_SETPIPE_SZ, INPUT_BYTES);
    return both;
  }

  /// A descriptor of its own description: flags set at one end do not show at the other.
  private int reopen(int fd, int flags) {
    return descriptors.open("/proc/self/fd/" + fd, flags | LinuxDescriptors.O_CLOEXEC);
  }

  private void closeBoth(Pipe pipe) {
    close(pipe.reader);
    close(pipe.writer);
  }

  @Nullable Exit reap(int pidfd) {
    var info = scratch.memory().asSlice(0, Layouts.SIGINFO_SIZE).fill((byte) 0);
    int result = libc.callInt(WAITID, P_PIDFD, pidfd, info.address(), WEXITED | WNOHANG, 0);
    if (result < 0) {
      return result == -Errno.ECHILD ? exitOfAnothers(pidfd) : new Exit.Unknown();
    }
    if (info.get(ValueLayout.JAVA_INT, Layouts.SIGINFO_PID) == 0) {
      return null;
    }
    int status = info.get(ValueLayout.JAVA_INT, Layouts.SIGINFO_STATUS);
    return info.get(ValueLayout.JAVA_INT, Layouts.SIGINFO_CODE) == CLD_EXITED
        ? new Exit.Code(status)
        : new Exit.Signalled(status);
  }

  /// Not our child: its pidfd shows that it has ended, and a new enough kernel tells how as soon as
  /// its parent has asked.
  private @Nullable Exit exitOfAnothers(int pidfd) {
    var memory = scratch.memory();
    memory.set(ValueLayout.JAVA_INT, 0, pidfd);
    memory.set(ValueLayout.JAVA_INT, 4, POLLIN);
    if (libc.callInt(POLL, memory.address(), 1, 0) == 0) {
      return null;
    }
    memory.asSlice(0, PIDFD_INFO_SIZE).fill((byte) 0);
    memory.set(ValueLayout.JAVA_LONG, 0, PIDFD_INFO_EXIT);
    int result = libc.callInt(IOCTL, pidfd, PIDFD_GET_INFO, memory.address());
    if (result < 0) {
      return new Exit.Unknown();
    }
    if ((memory.get(ValueLayout.JAVA_LONG, 0) & PIDFD_INFO_EXIT) == 0) {
      return null;
    }
    int status = memory.get(ValueLayout.JAVA_INT, PIDFD_INFO_STATUS);
    int signal = status & 0x7f;
    return signal == 0 ? new Exit.Code(status >> 8 & 0xff) : new Exit.Signalled(signal);
  }

  /// First where it was put, then wherever the process has it.
  int openPipeOf(int pid, int fd, long inode) {
    int found = openPipe("/proc/" + pid + "/fd/" + fd, inode);
    for (int other = 0; inode != 0 && found < 0 && other < MOST_DESCRIPTORS; other++) {
      found = openPipe("/proc/" + pid + "/fd/" + other, inode);
    }
    return found;
  }

  private int openPipe(String path, long inode) {
    var facts = descriptors.facts(path);
    if (facts == null || facts.regular() || (inode != 0 && facts.inode() != inode)) {
      return -Errno.ENOENT;
    }
    return descriptors.open(
        path, LinuxDescriptors.O_RDONLY | LinuxDescriptors.O_NONBLOCK | LinuxDescriptors.O_CLOEXEC);
  }

  int openPidfd(int pid) {
    return libc.callInt(SYSCALL, SYS_PIDFD_OPEN, pid, 0);
  }

  int descriptorOf(int pidfd, int fd) {
    return libc.callInt(SYSCALL, SYS_PIDFD_GETFD, pidfd, fd, 0);
  }

  int signal(int pidfd, int signal) {
    return libc.callInt(SYSCALL, SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0);
  }
}
