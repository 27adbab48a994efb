package dev.reeve.os.linux;

import dev.reeve.os.Descriptors.FileFacts;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// The facts of files (`man 2 statx`), those of the last call until the next.
final class Statx {
  static final int FOLLOW = 0;
  static final int NOFOLLOW = 0x100;
  private static final int EMPTY_PATH = 0x1000;
  private static final int AT_FDCWD = -100;
  private static final int ALL = 0xfff;
  private static final int S_IFMT = 0xf000;
  private static final int S_IFREG = 0x8000;
  private static final int S_IFSOCK = 0xc000;
  private static final MemorySegment STATX = Libc.bind("statx");

  private final Libc libc;
  private final Scratch scratch;
  private final MemorySegment memory = Arena.global().allocate(Layouts.STATX_SIZE, 16);

  Statx(Libc libc, Scratch scratch) {
    this.libc = libc;
    this.scratch = scratch;
  }

  int look(String path, int follow) {
    return libc.callInt(STATX, AT_FDCWD, scratch.path(path), follow, ALL, memory.address());
  }

  int look(int fd) {
    return libc.callInt(STATX, fd, scratch.path(""), EMPTY_PATH, ALL, memory.address());
  }

  boolean isRegular() {
    return type() == S_IFREG;
  }

  boolean isSocket() {
    return type() == S_IFSOCK;
  }

  private int type() {
    return memory.get(ValueLayout.JAVA_SHORT, Layouts.STATX_MODE) & S_IFMT;
  }

  int uid() {
    return memory.get(ValueLayout.JAVA_INT, Layouts.STATX_UID);
  }

  int links() {
    return memory.get(ValueLayout.JAVA_INT, Layouts.STATX_LINKS);
  }

  /// Null when the call that it was asked for has failed.
  @Nullable FileFacts facts(int result) {
    if (result < 0) {
      return null;
    }
    long major = memory.get(ValueLayout.JAVA_INT, Layouts.STATX_DEV_MAJOR);
    return new FileFacts(
        major << 32 | memory.get(ValueLayout.JAVA_INT, Layouts.STATX_DEV_MINOR),
        memory.get(ValueLayout.JAVA_LONG, Layouts.STATX_INO),
        isRegular(),
        memory.get(ValueLayout.JAVA_LONG, Layouts.STATX_FILE_SIZE),
        milliseconds(Layouts.STATX_MTIME),
        milliseconds(Layouts.STATX_BTIME));
  }

  private long milliseconds(int at) {
    return memory.get(ValueLayout.JAVA_LONG, at) * 1000
        + memory.get(ValueLayout.JAVA_INT, at + 8L) / 1_000_000;
  }
}
