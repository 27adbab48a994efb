package dev.reeve.os.linux;

import dev.reeve.os.Descriptors;
import java.lang.foreign.MemorySegment;

/// `read`, `write` and the like.
final class LinuxDescriptors implements Descriptors {
  static final int O_RDONLY = 0;
  static final int O_WRONLY = 1;
  static final int O_RDWR = 2;
  static final int O_CREAT = 0x40;
  static final int O_APPEND = 0x400;
  static final int O_NONBLOCK = 0x800;
  static final int O_CLOEXEC = 0x80000;
  private static final int SEEK_END = 2;

  private static final MemorySegment READ = Libc.bind("read");
  private static final MemorySegment WRITE = Libc.bind("write");
  private static final MemorySegment OPEN = Libc.bind("open");
  private static final MemorySegment CLOSE = Libc.bind("close");
  private static final MemorySegment LSEEK = Libc.bind("lseek");
  private static final MemorySegment FTRUNCATE = Libc.bind("ftruncate");

  private final Libc libc;
  private final Scratch scratch;

  LinuxDescriptors(Libc libc, Scratch scratch) {
    this.libc = libc;
    this.scratch = scratch;
  }

  @Override
  public int read(int fd, byte[] into, int offset, int length) {
    return libc.callBytes(READ, fd, MemorySegment.ofArray(into).asSlice(offset, length));
  }

  @Override
  public int write(int fd, byte[] from, int offset, int length) {
    return libc.callBytes(WRITE, fd, MemorySegment.ofArray(from).asSlice(offset, length));
  }

  @Override
  public int openAppend(String path) {
    return open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK);
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
  public int truncate(int fd) {
    return libc.callInt(FTRUNCATE, fd, 0);
  }

  @Override
  public int close(int fd) {
    return libc.callInt(CLOSE, fd);
  }
}
