package dev.reeve.os.linux;

import dev.reeve.os.Descriptors;
import dev.reeve.os.Errno;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// `read`, `write` and the like.
final class LinuxDescriptors implements Descriptors {
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0x40;
  static final int O_APPEND = 0x400;
  static final int O_NONBLOCK = 0x800;
  static final int CLOEXEC_NONBLOCK = 0x80800;
  static final int O_CLOEXEC = 0x80000;
  private static final int SEEK_SET = 0;
  private static final int SEEK_CUR = 1;
  private static final int SEEK_END = 2;
  private static final int SPLICE_MOVE_NONBLOCK = 3;
  private static final int F_SETPIPE_SZ = 1031;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;

  /// What a pipe holds before its writer waits. More is faster; a user may have 64 MiB in all.
  static final int PIPE_BYTES = 256 << 10;

  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;

  /// Neither waits, whatever the flags of the description are, nor is ended by a reader's end.
  private static final int DONTWAIT_NOSIGNAL = 0x4040;

  private static final MemorySegment SENDMSG = Libc.bind("sendmsg");
  private static final MemorySegment RECV = Libc.bind("recv");
  private static final MemorySegment SEND = Libc.bind("send");
  private static final MemorySegment READ = Libc.bind("read");
  private static final MemorySegment WRITE = Libc.bind("write");
  private static final MemorySegment OPEN = Libc.bind("open");
  private static final MemorySegment CLOSE = Libc.bind("close");
  private static final MemorySegment LSEEK = Libc.bind("lseek");
  private static final MemorySegment FTRUNCATE = Libc.bind("ftruncate");
  private static final MemorySegment TEE = Libc.bind("tee");
  private static final MemorySegment SPLICE = Libc.bind("splice");
  private static final MemorySegment DUP2 = Libc.bind("dup2");
  private static final MemorySegment PIPE2 = Libc.bind("pipe2");
  private static final MemorySegment FCNTL = Libc.bind("fcntl");

  private final Libc libc;
  private final Scratch scratch;
  private final Statx statx;
  private final int nowhere;
  private final int lookIn;
  private final int lookOut;

  LinuxDescriptors(Libc libc, Scratch scratch) {
    this.libc = libc;
    this.scratch = scratch;
    this.statx = new Statx(libc, scratch);
    this.nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    libc.callInt(PIPE2, scratch.memory().address(), O_CLOEXEC | O_NONBLOCK);
    this.lookOut = scratch.memory().get(ValueLayout.JAVA_INT, 0);
    this.lookIn = scratch.memory().get(ValueLayout.JAVA_INT, 4);
    widen(lookOut);
  }

  /// Lets a pipe hold more, if the user's share of pipe memory is not used up.
  void widen(int pipe) {
    libc.callInt(FCNTL, pipe, F_SETPIPE_SZ, PIPE_BYTES);
  }

  @Override
  public int read(int fd, byte[] into, int offset, int length) {
    return libc.callBytes(READ, fd, MemorySegment.ofArray(into).asSlice(offset, length), 0);
  }

  @Override
  public int readAt(int fd, long at, byte[] into, int length) {
    long sought = libc.call(LSEEK, fd, at, SEEK_SET);
    return sought < 0 ? (int) sought : read(fd, into, 0, length);
  }

  /// By way of a pipe of our own, which `tee` gives the same pages.
  @Override
  public int peek(int pipe, byte[] into, int length) {
    int seen = libc.callInt(TEE, pipe, lookIn, length, SPLICE_MOVE_NONBLOCK);
    for (int copied = 0; copied < seen; ) {
      int got = read(lookOut, into, copied, seen - copied);
      if (got <= 0 && got != -Errno.EINTR) {
        throw new IllegalStateException("%d of %d bytes seen: %d".formatted(copied, seen, got));
      }
      copied += Math.max(0, got);
    }
    return seen;
  }

  @Override
  public int discard(int pipe, int length) {
    int gone = 0;
    while (gone < length) {
      int some = libc.callInt(SPLICE, pipe, 0, nowhere, 0, length - gone, SPLICE_MOVE_NONBLOCK);
      // The limit of a turn interrupts calls; what stayed in the pipe would be read once more.
      if (some <= 0 && some != -Errno.EINTR) {
        return gone > 0 ? gone : some;
      }
      gone += Math.max(0, some);
    }
    return gone;
  }

  @Override
  public int move(int pipe, int file, int length) {
    return libc.callInt(SPLICE, pipe, 0, file, 0, length, SPLICE_MOVE_NONBLOCK);
  }

  @Override
  public int write(int fd, byte[] from, int offset, int length) {
    return libc.callBytes(WRITE, fd, MemorySegment.ofArray(from).asSlice(offset, length), 0);
  }

  @Override
  public int receive(int socket, byte[] into, int offset, int length) {
    var bytes = MemorySegment.ofArray(into).asSlice(offset, length);
    return libc.callBytes(RECV, socket, bytes, DONTWAIT_NOSIGNAL);
  }

  @Override
  public int send(int socket, byte[] from, int offset, int length) {
    var bytes = MemorySegment.ofArray(from).asSlice(offset, length);
    return libc.callBytes(SEND, socket, bytes, DONTWAIT_NOSIGNAL);
  }

  /// One message, so that the descriptor comes with its bytes and with no others (`man 3 cmsg`).
  @Override
  public int sendWith(int fd, byte[] from, int length, int passed) {
    var memory = scratch.memory();
    int iov = Layouts.MSGHDR_SIZE;
    int control = iov + 16;
    int bytes = control + Layouts.CMSG_SPACE_FD;
    int sent = (int) Math.min(length, memory.byteSize() - bytes);
    long base = memory.address();
    memory.asSlice(0, bytes).fill((byte) 0);
    memory.set(ValueLayout.JAVA_LONG, Layouts.MSGHDR_IOV, base + iov);
    memory.set(ValueLayout.JAVA_LONG, Layouts.MSGHDR_IOV + 8, 1);
    memory.set(ValueLayout.JAVA_LONG, Layouts.MSGHDR_CONTROL, base + control);
    memory.set(ValueLayout.JAVA_LONG, Layouts.MSGHDR_CONTROL + 8, Layouts.CMSG_SPACE_FD);
    memory.set(ValueLayout.JAVA_LONG, iov, base + bytes);
    memory.set(ValueLayout.JAVA_LONG, iov + 8, sent);
    memory.set(ValueLayout.JAVA_LONG, control, Layouts.CMSGHDR_SIZE + Integer.BYTES);
    memory.set(ValueLayout.JAVA_INT, control + 8, SOL_SOCKET);
    memory.set(ValueLayout.JAVA_INT, control + 12, SCM_RIGHTS);
    memory.set(ValueLayout.JAVA_INT, control + 16, passed);
    MemorySegment.copy(from, 0, memory, ValueLayout.JAVA_BYTE, bytes, sent);
    return libc.callInt(SENDMSG, fd, base, DONTWAIT_NOSIGNAL);
  }

  @Override
  public int openAppend(String path) {
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK);
  }

  @Override
  public int writer(int fd) {
    int own = open("/proc/self/fd/" + fd, O_WRONLY | O_APPEND | O_CLOEXEC | O_NONBLOCK);
    if (own >= 0) {
      return own;
    }
    int flags = libc.callInt(FCNTL, fd, F_GETFL);
    libc.callInt(FCNTL, fd, F_SETFL, flags | O_NONBLOCK);
    return libc.callInt(FCNTL, fd, F_DUPFD_CLOEXEC, 3);
  }

  @Override
  public int openWhole(String path) {
    return open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK);
  }

  /// Puts nothing at standard input, and a file at standard output and error: 0 or `-errno`.
  int becomeStandard(String logFile) {
    int log = openAppend(logFile);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (log < 0 || nothing < 0) {
      return Math.min(log, nothing);
    }
    libc.callInt(DUP2, nothing, 0);
    libc.callInt(DUP2, log, 1);
    libc.callInt(DUP2, log, 2);
    close(nothing);
    return close(log);
  }

  int open(String path, int flags) {
    return open(scratch.path(path), flags);
  }

  int open(long path, int flags) {
    return libc.callInt(OPEN, path, flags, 0600);
  }

  @Override
  public long size(int fd) {
    return libc.call(LSEEK, fd, 0, SEEK_END);
  }

  @Override
  public long position(int fd) {
    return libc.call(LSEEK, fd, 0, SEEK_CUR);
  }

  @Override
  public int truncate(int fd, long size) {
    return libc.callInt(FTRUNCATE, fd, size);
  }

  @Override
  public @Nullable FileFacts facts(String path) {
    return statx.facts(statx.look(path, Statx.FOLLOW));
  }

  /// Whether a path, not followed, is a socket that belongs to a user.
  boolean isSocketOf(String path, int uid) {
    return statx.look(path, Statx.NOFOLLOW) >= 0 && statx.isSocket() && statx.uid() == uid;
  }

  @Override
  public int close(int fd) {
    return libc.callInt(CLOSE, fd);
  }
}
