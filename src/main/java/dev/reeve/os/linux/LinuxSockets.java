package dev.reeve.os.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Our own unix-domain sockets (`man 7 unix`).
final class LinuxSockets {
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_PEERCRED = 17;
  private static final int BACKLOG = 512;
  private static final int PRIVATE_UMASK = 0177;

  private static final int SCM_RIGHTS = 1;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int MSG_DONTWAIT = 0x40;

  /// Behind the longest name, on an address that fits longs.
  private static final int HEADER = 128;

  private static final MemorySegment SENDMSG = Libc.bind("sendmsg");
  private static final MemorySegment SOCKET = Libc.bind("socket");
  private static final MemorySegment BIND = Libc.bind("bind");
  private static final MemorySegment LISTEN = Libc.bind("listen");
  private static final MemorySegment ACCEPT4 = Libc.bind("accept4");
  private static final MemorySegment GETSOCKOPT = Libc.bind("getsockopt");
  private static final MemorySegment UNLINK = Libc.bind("unlink");
  private static final MemorySegment UMASK = Libc.bind("umask");
  private static final MemorySegment SENDTO = Libc.bind("sendto");

  private final Libc libc;
  private final Scratch scratch;
  private final LinuxDescriptors descriptors;

  LinuxSockets(Libc libc, Scratch scratch, LinuxDescriptors descriptors) {
    this.libc = libc;
    this.scratch = scratch;
    this.descriptors = descriptors;
  }

  int listen(String path) {
    libc.callInt(UNLINK, scratch.path(path));
    int fd = libc.callInt(SOCKET, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) {
      return fd;
    }
    int umask = libc.callInt(UMASK, PRIVATE_UMASK);
    int result = libc.callInt(BIND, fd, address(path), addressLength(path));
    libc.callInt(UMASK, umask);
    if (result == 0) {
      result = libc.callInt(LISTEN, fd, BACKLOG);
    }
    if (result < 0) {
      descriptors.close(fd);
      return result;
    }
    return fd;
  }

  /// A path that begins with `@` is a name in the abstract namespace.
  private long address(String path) {
    var memory = scratch.memory();
    memory.fill((byte) 0);
    memory.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
    var bytes = path.getBytes(StandardCharsets.UTF_8);
    MemorySegment.copy(
        bytes, 0, memory, ValueLayout.JAVA_BYTE, Layouts.SOCKADDR_UN_PATH, bytes.length);
    if (bytes[0] == '@') {
      memory.set(ValueLayout.JAVA_BYTE, Layouts.SOCKADDR_UN_PATH, (byte) 0);
    }
    return memory.address();
  }

  private static int addressLength(String path) {
    int length = path.getBytes(StandardCharsets.UTF_8).length;
    return Layouts.SOCKADDR_UN_PATH + length + (path.startsWith("@") ? 0 : 1);
  }

  int accept(int listener) {
    return libc.callInt(ACCEPT4, listener, 0, 0, SOCK_NONBLOCK | SOCK_CLOEXEC);
  }

  int peerUid(int fd) {
    var memory = scratch.memory();
    long length = memory.address() + 64;
    memory.set(ValueLayout.JAVA_INT, 64, Layouts.UCRED_SIZE);
    int result = libc.callInt(GETSOCKOPT, fd, SOL_SOCKET, SO_PEERCRED, memory.address(), length);
    return result < 0 ? result : memory.get(ValueLayout.JAVA_INT, Layouts.UCRED_UID);
  }

  /// `struct msghdr` with a name, one piece and one control message (`man 2 sendmsg`).
  int sendDatagramWith(String path, byte[] message, int passed) {
    int fd = libc.callInt(SOCKET, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
      return fd;
    }
    long name = address(path);
    var memory = scratch.memory();
    int header = HEADER;
    int iov = header + Layouts.MSGHDR_SIZE;
    int control = iov + 16;
    int bytes = control + Layouts.CMSG_SPACE_FD;
    memory.asSlice(header, bytes - header).fill((byte) 0);
    memory.set(ValueLayout.JAVA_LONG, header, name);
    memory.set(ValueLayout.JAVA_INT, header + 8, addressLength(path));
    memory.set(ValueLayout.JAVA_LONG, header + Layouts.MSGHDR_IOV, name + iov);
    memory.set(ValueLayout.JAVA_LONG, header + Layouts.MSGHDR_IOV + 8, 1);
    memory.set(ValueLayout.JAVA_LONG, header + Layouts.MSGHDR_CONTROL, name + control);
    memory.set(ValueLayout.JAVA_LONG, header + Layouts.MSGHDR_CONTROL + 8, Layouts.CMSG_SPACE_FD);
    memory.set(ValueLayout.JAVA_LONG, iov, name + bytes);
    memory.set(ValueLayout.JAVA_LONG, iov + 8, message.length);
    memory.set(ValueLayout.JAVA_LONG, control, Layouts.CMSGHDR_SIZE + Integer.BYTES);
    memory.set(ValueLayout.JAVA_INT, control + 8, SOL_SOCKET);
    memory.set(ValueLayout.JAVA_INT, control + 12, SCM_RIGHTS);
    memory.set(ValueLayout.JAVA_INT, control + 16, passed);
    MemorySegment.copy(message, 0, memory, ValueLayout.JAVA_BYTE, bytes, message.length);
    int result = libc.callInt(SENDMSG, fd, name + header, MSG_NOSIGNAL | MSG_DONTWAIT);
    descriptors.close(fd);
    return result;
  }

  int sendDatagram(String path, byte[] message) {
    int fd = libc.callInt(SOCKET, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
      return fd;
    }
    long address = address(path);
    var text = scratch.memory().asSlice(Layouts.SOCKADDR_UN_SIZE + 2, message.length);
    text.copyFrom(MemorySegment.ofArray(message));
    int result =
        libc.callInt(
            SENDTO, fd, text.address(), message.length, MSG_DONTWAIT, address, addressLength(path));
    descriptors.close(fd);
    return result;
  }
}
