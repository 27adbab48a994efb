package dev.reeve.fake;

import dev.reeve.os.Descriptors;
import dev.reeve.os.Errno;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One end of a socket, with a peer that says what it is told to and takes what there is room for.
public final class Socket implements Descriptors {
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private byte[] said = new byte[0];
  private boolean over;
  public int room = Integer.MAX_VALUE;

  public void say(byte[] bytes) {
    var all = java.util.Arrays.copyOf(said, said.length + bytes.length);
    System.arraycopy(bytes, 0, all, said.length, bytes.length);
    said = all;
  }

  public void hangUp() {
    over = true;
  }

  /// What has been written to the peer.
  public String heard() {
    return taken.toString(StandardCharsets.UTF_8);
  }

  /// Forgets what has been written so far.
  public void forget() {
    taken.reset();
  }

  @Override
  public int receive(int fd, byte[] into, int offset, int length) {
    int count = Math.min(length, said.length);
    System.arraycopy(said, 0, into, offset, count);
    said = java.util.Arrays.copyOfRange(said, count, said.length);
    return count > 0 ? count : over ? 0 : -Errno.EAGAIN;
  }

  @Override
  public int send(int fd, byte[] from, int offset, int length) {
    int count = Math.min(room, length);
    taken.write(from, offset, count);
    room -= count;
    return count > 0 ? count : -Errno.EAGAIN;
  }

  /// The descriptors that came, each before the bytes that it came with: `<7>`.
  @Override
  public int sendWith(int fd, byte[] from, int length, int passed) {
    if (room <= 0) {
      return -Errno.EAGAIN;
    }
    var mark = ("<" + passed + ">").getBytes(StandardCharsets.UTF_8);
    taken.write(mark, 0, mark.length);
    return send(fd, from, 0, length);
  }

  @Override
  public int read(int fd, byte[] into, int offset, int length) {
    return -Errno.EPERM;
  }

  @Override
  public int write(int fd, byte[] from, int offset, int length) {
    return -Errno.EPERM;
  }

  @Override
  public int readAt(int fd, long at, byte[] into, int length) {
    return -Errno.EPERM;
  }

  @Override
  public int peek(int pipe, byte[] into, int length) {
    return -Errno.EPERM;
  }

  @Override
  public int discard(int pipe, int length) {
    return -Errno.EPERM;
  }

  @Override
  public int move(int pipe, int file, int length) {
    return -Errno.EPERM;
  }

  @Override
  public int openAppend(String path) {
    return -Errno.EPERM;
  }

  @Override
  public int writer(int fd) {
    return fd;
  }

  @Override
  public int openWhole(String path) {
    return -Errno.EPERM;
  }

  @Override
  public long position(int fd) {
    throw new UnsupportedOperationException();
  }

  @Override
  public long size(int fd) {
    return 0;
  }

  @Override
  public int truncate(int fd, long size) {
    return -Errno.EPERM;
  }

  @Override
  public @Nullable FileFacts facts(String path) {
    return null;
  }

  @Override
  public int close(int fd) {
    return 0;
  }
}
