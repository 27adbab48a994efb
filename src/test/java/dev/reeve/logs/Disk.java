package dev.reeve.logs;

import dev.reeve.fake.NoFiles;
import dev.reeve.os.AppFiles;
import dev.reeve.os.Descriptors;
import dev.reeve.os.Errno;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Files and pipes in memory. The disk can be full, and its user can die at any call: what was done
/// before is done, what comes after is not.
final class Disk implements Descriptors {
  /// The end of whoever works with this disk.
  static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final Map<String, Stuff> stored = new HashMap<>();
  private final List<@Nullable Stuff> open = new ArrayList<>();
  final AppFiles.Source files = _ -> new Files(this);
  long room = Long.MAX_VALUE;
  long callsToLive = Long.MAX_VALUE;
  int closed;

  /// Bytes that can be taken from the front and added at the end.
  private static final class Stuff {
    final String path;
    final long inode;
    long written;
    byte[] bytes = new byte[0];

    Stuff(String path, long inode) {
      this.path = path;
      this.inode = inode;
    }

    void add(byte[] more, int from, int length) {
      int at = bytes.length;
      bytes = Arrays.copyOf(bytes, at + length);
      System.arraycopy(more, from, bytes, at, length);
    }

    byte[] take(int count) {
      var taken = Arrays.copyOf(bytes, count);
      bytes = Arrays.copyOfRange(bytes, count, bytes.length);
      return taken;
    }
  }

  /// A pipe with a writer.
  int pipe() {
    open.add(new Stuff("pipe", 0));
    return open.size() - 1;
  }

  void say(int pipe, byte[] bytes) {
    of(pipe).add(bytes, 0, bytes.length);
  }

  void say(int pipe, String text) {
    say(pipe, text.getBytes(StandardCharsets.UTF_8));
  }

  int waiting(int pipe) {
    return of(pipe).bytes.length;
  }

  byte[] bytes(String path) {
    var file = stored.get(path);
    return file == null ? new byte[0] : file.bytes;
  }

  String text(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  /// As if another program had done it.
  void forget(String path) {
    stored.remove(path);
  }

  int openings() {
    return (int) open.stream().filter(each -> each != null && !each.path.equals("pipe")).count();
  }

  private Stuff of(int fd) {
    var stuff = open.get(fd);
    if (stuff == null) {
      throw new IllegalStateException("closed: " + fd);
    }
    return stuff;
  }

  private void live() {
    if (callsToLive-- <= 0) {
      throw new Death();
    }
  }

  @Override
  public int read(int fd, byte[] into, int offset, int length) {
    return -Errno.EPERM;
  }

  @Override
  public int receive(int socket, byte[] into, int offset, int length) {
    return -Errno.EPERM;
  }

  @Override
  public int send(int socket, byte[] from, int offset, int length) {
    return -Errno.EPERM;
  }

  @Override
  public int sendWith(int fd, byte[] from, int length, int passed) {
    return -Errno.EPERM;
  }

  @Override
  public int readAt(int fd, long at, byte[] into, int length) {
    var bytes = of(fd).bytes;
    int count = (int) Math.max(0, Math.min(length, bytes.length - at));
    System.arraycopy(bytes, (int) Math.min(at, bytes.length), into, 0, count);
    return count;
  }

  @Override
  public int peek(int pipe, byte[] into, int length) {
    var bytes = of(pipe).bytes;
    int count = Math.min(length, bytes.length);
    System.arraycopy(bytes, 0, into, 0, count);
    return count == 0 ? -Errno.EAGAIN : count;
  }

  @Override
  public int discard(int pipe, int length) {
    live();
    int count = Math.min(length, of(pipe).bytes.length);
    of(pipe).take(count);
    return count == 0 ? -Errno.EAGAIN : count;
  }

  @Override
  public int move(int pipe, int file, int length) {
    live();
    int count = Math.min(length, of(pipe).bytes.length);
    if (count == 0) {
      return -Errno.EAGAIN;
    }
    int fits = fit(count);
    if (fits == 0) {
      return -Errno.ENOSPC;
    }
    of(file).add(of(pipe).take(fits), 0, fits);
    return fits;
  }

  /// A death in the middle of a write leaves half of it.
  @Override
  public int write(int fd, byte[] from, int offset, int length) {
    if (callsToLive == 0) {
      of(fd).add(from, offset, length / 2);
    }
    live();
    int fits = fit(length);
    of(fd).add(from, offset, fits);
    of(fd).written = of(fd).bytes.length;
    return fits == 0 ? -Errno.ENOSPC : fits;
  }

  private int fit(int length) {
    int fits = (int) Math.min(room, length);
    room -= fits;
    return fits;
  }

  @Override
  public int openAppend(String path) {
    return openWhole(path);
  }

  @Override
  public int writer(int fd) {
    return fd;
  }

  @Override
  public int openWhole(String path) {
    open.add(stored.computeIfAbsent(path, each -> new Stuff(each, open.size() + 100L)));
    return open.size() - 1;
  }

  @Override
  public long size(int fd) {
    return of(fd).bytes.length;
  }

  @Override
  public long position(int fd) {
    return of(fd).written;
  }

  @Override
  public int truncate(int fd, long size) {
    live();
    of(fd).bytes = Arrays.copyOf(of(fd).bytes, (int) size);
    return 0;
  }

  @Override
  public @Nullable FileFacts facts(String path) {
    var file = stored.get(path);
    return file == null ? null : new FileFacts(1, file.inode, true, file.bytes.length, 0, 0);
  }

  @Override
  public int close(int fd) {
    open.set(fd, null);
    closed++;
    return 0;
  }

  /// The same by path.
  static final class Files extends NoFiles {
    private final Disk disk;

    Files(Disk disk) {
      this.disk = disk;
    }

    @Override
    public int open(String path, How how) {
      return disk.openWhole(path);
    }

    @Override
    public int makeFolder(String path) {
      return 0;
    }

    @Override
    public @Nullable FileFacts facts(int fd) {
      return disk.facts(disk.of(fd).path);
    }
  }
}
