package dev.reeve.os.linux;

import dev.reeve.os.Errno;
import dev.reeve.os.Place;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/// Sockets that programs accept from, bound by us (`man 7 ip`, `man 7 ipv6`, `man 7 unix`).
final class LinuxListeners {
  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int NONBLOCK_CLOEXEC = 0x80800;
  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_REUSEPORT = 15;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;
  private static final int PUBLIC_UMASK = 022;
  private static final int V6_ONLY = 1;
  private static final int SHARED_TCP_PORT = 2;
  private static final int ADDRESS_IN_USE = 4;
  private static final int SHARED_UDP_PORT = 8;

  /// A child gets its listeners from descriptor 3 on: ours are above all of those.
  private static final int LEAST_NUMBER = 64;

  private static final int NAME = 512;
  private static final int TEXT = 1024;

  private static final MemorySegment SOCKET = Libc.bind("socket");
  private static final MemorySegment BIND = Libc.bind("bind");
  private static final MemorySegment CONNECT = Libc.bind("connect");
  private static final MemorySegment SHUTDOWN = Libc.bind("shutdown");
  private static final MemorySegment LISTEN = Libc.bind("listen");
  private static final MemorySegment GETSOCKNAME = Libc.bind("getsockname");
  private static final MemorySegment SETSOCKOPT = Libc.bind("setsockopt");
  private static final MemorySegment INET_PTON = Libc.bind("inet_pton");
  private static final MemorySegment INET_NTOP = Libc.bind("inet_ntop");
  private static final MemorySegment IF_NAMETOINDEX = Libc.bind("if_nametoindex");
  private static final MemorySegment UNLINK = Libc.bind("unlink");
  private static final MemorySegment UMASK = Libc.bind("umask");
  private static final MemorySegment FCNTL = Libc.bind("fcntl");
  private static final MemorySegment GETSOCKOPT = Libc.bind("getsockopt");
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int F_SETFL = 4;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SO_TYPE = 3;
  private static final int SHUT_BOTH = 2;
  private static final int SO_ERROR = 4;

  private final Libc libc;
  private final Scratch scratch;
  private final LinuxDescriptors descriptors;
  private final LinuxCredentials credentials;

  LinuxListeners(
      Libc libc, Scratch scratch, LinuxDescriptors descriptors, LinuxCredentials credentials) {
    this.libc = libc;
    this.scratch = scratch;
    this.descriptors = descriptors;
    this.credentials = credentials;
  }

  int bind(Place place, int backlog) {
    int fd = socket(place.kind());
    if (fd < 0) {
      return fd;
    }
    int result = bindAt(fd, place, backlog);
    if (result < 0) {
      descriptors.close(fd);
      return result;
    }
    return fd;
  }

  int bindAt(int fd, Place place, int backlog) {
    int result = name(fd, place);
    if (result == -Errno.EADDRINUSE && unlinkSocket(place) == 0) {
      result = name(fd, place);
    }
    return result < 0 || place.kind().datagrams() ? result : libc.callInt(LISTEN, fd, backlog);
  }

  private int name(int fd, Place place) {
    setOptions(fd, place);
    // After the options, which use the same memory.
    int length = address(place);
    if (length < 0) {
      return length;
    }
    int umask = libc.callInt(UMASK, PUBLIC_UMASK);
    int result = libc.callInt(BIND, fd, scratch.memory().address(), length);
    libc.callInt(UMASK, umask);
    return result;
  }

  /// Out of the state in which it listens, it lets in nobody, whoever else holds it (`man 2
  /// shutdown`).
  int end(int fd) {
    libc.callInt(SHUTDOWN, fd, SHUT_BOTH);
    return descriptors.close(fd);
  }

  int socket(Place.Kind kind) {
    int family =
        switch (kind) {
          case TCP4, UDP4 -> AF_INET;
          case TCP6, UDP6 -> AF_INET6;
          case UNIX, UNIX_DATAGRAM -> AF_UNIX;
        };
    int type = kind.datagrams() ? SOCK_DGRAM : SOCK_STREAM;
    int fd = libc.callInt(SOCKET, family, type | NONBLOCK_CLOEXEC, 0);
    return fd < 0 ? fd : raised(fd);
  }

  private int raised(int fd) {
    int higher = libc.callInt(FCNTL, fd, F_DUPFD_CLOEXEC, LEAST_NUMBER);
    descriptors.close(fd);
    return higher;
  }

  /// The only flag of a socket's description that matters is the one that goes.
  int block(int fd) {
    return libc.callInt(FCNTL, fd, F_SETFL, 0);
  }

  int unblock(int fd) {
    return libc.callInt(FCNTL, fd, F_SETFL, LinuxDescriptors.O_NONBLOCK);
  }

  /// Takes over a descriptor if it is a socket that listens or takes datagrams, else it is closed.
  int own(int fd) {
    if (fd < 0) {
      return fd;
    }
    if (option(fd, SO_ACCEPTCONN) > 0 || option(fd, SO_TYPE) == SOCK_DGRAM) {
      return raised(fd);
    }
    descriptors.close(fd);
    return -Errno.EINVAL;
  }

  private void setOptions(int fd, Place place) {
    boolean datagrams = place.kind().datagrams();
    if (place.kind().isPath()) {
      return;
    }
    if (!datagrams || (place.flags() & ADDRESS_IN_USE) != 0) {
      set(fd, SOL_SOCKET, SO_REUSEADDR);
    }
    if ((place.flags() & (datagrams ? SHARED_UDP_PORT : SHARED_TCP_PORT)) != 0) {
      set(fd, SOL_SOCKET, SO_REUSEPORT);
    }
    if ((place.flags() & V6_ONLY) != 0) {
      set(fd, IPPROTO_IPV6, IPV6_V6ONLY);
    }
  }

  private void set(int fd, int level, int option) {
    var memory = scratch.memory();
    memory.set(ValueLayout.JAVA_INT, 0, 1);
    libc.callInt(SETSOCKOPT, fd, level, option, memory.address(), Integer.BYTES);
  }

  /// Whether a socket file has nobody behind it.
  private boolean deserted(Place place) {
    int fd = socket(place.kind());
    if (fd < 0) {
      return false;
    }
    int length = address(place);
    int result = libc.callInt(CONNECT, fd, scratch.memory().address(), length);
    descriptors.close(fd);
    return result == -Errno.ECONNREFUSED;
  }

  int connect(Place place) {
    int fd = socket(place.kind());
    if (fd < 0) {
      return fd;
    }
    int length = address(place);
    int result =
        length < 0 ? length : libc.callInt(CONNECT, fd, scratch.memory().address(), length);
    if (result < 0 && result != -Errno.EINPROGRESS) {
      descriptors.close(fd);
      return result;
    }
    return fd;
  }

  int connected(int fd) {
    int error = option(fd, SO_ERROR);
    return error < 0 ? error : -error;
  }

  /// The value of an option of the socket layer, or `-errno`.
  private int option(int fd, int option) {
    var memory = scratch.memory();
    memory.set(ValueLayout.JAVA_INT, 0, 0);
    memory.set(ValueLayout.JAVA_INT, 4, Integer.BYTES);
    long at = memory.address();
    int result = libc.callInt(GETSOCKOPT, fd, SOL_SOCKET, option, at, at + 4);
    return result < 0 ? result : memory.get(ValueLayout.JAVA_INT, 0);
  }

  /// Writes the address of a place into scratch memory: its length, or `-errno`.
  private int address(Place place) {
    return switch (place.kind()) {
      case UNIX, UNIX_DATAGRAM -> unixAddress(place.address());
      case TCP4, UDP4 ->
          internetAddress(place, AF_INET, Layouts.SOCKADDR_IN_ADDRESS, Layouts.SOCKADDR_IN_SIZE);
      case TCP6, UDP6 ->
          internetAddress(place, AF_INET6, Layouts.SOCKADDR_IN6_ADDRESS, Layouts.SOCKADDR_IN6_SIZE);
    };
  }

  private int unixAddress(String path) {
    var bytes = path.getBytes(StandardCharsets.UTF_8);
    if (Layouts.SOCKADDR_UN_PATH + bytes.length >= Layouts.SOCKADDR_UN_SIZE) {
      return -Errno.ENAMETOOLONG;
    }
    var memory = scratch.memory();
    memory.asSlice(0, Layouts.SOCKADDR_UN_SIZE).fill((byte) 0);
    memory.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
    MemorySegment.copy(
        bytes, 0, memory, ValueLayout.JAVA_BYTE, Layouts.SOCKADDR_UN_PATH, bytes.length);
    boolean named = bytes.length > 0 && bytes[0] != 0;
    return Layouts.SOCKADDR_UN_PATH + bytes.length + (named ? 1 : 0);
  }

  private int internetAddress(Place place, int family, int at, int size) {
    var memory = scratch.memory();
    int zone = place.address().indexOf('%');
    var literal = zone < 0 ? place.address() : place.address().substring(0, zone);
    memory.asSlice(0, NAME).fill((byte) 0);
    memory.set(ValueLayout.JAVA_SHORT, 0, (short) family);
    memory.set(ValueLayout.JAVA_BYTE, 2, (byte) (place.port() >> 8));
    memory.set(ValueLayout.JAVA_BYTE, 3, (byte) place.port());
    long text = text(literal);
    if (libc.callInt(INET_PTON, family, text, memory.address() + at) != 1) {
      return -Errno.EINVAL;
    }
    if (zone >= 0 && family == AF_INET6) {
      int scope = libc.callInt(IF_NAMETOINDEX, text(place.address().substring(zone + 1)));
      memory.set(ValueLayout.JAVA_INT, Layouts.SOCKADDR_IN6_SCOPE, scope);
    }
    return size;
  }

  private long text(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var memory = scratch.memory();
    int length = Math.min(bytes.length, NAME);
    MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, TEXT, length);
    memory.set(ValueLayout.JAVA_BYTE, TEXT + length, (byte) 0);
    return memory.address() + TEXT;
  }

  Place placeOf(int fd) {
    var memory = scratch.memory();
    memory.asSlice(0, NAME).fill((byte) 0);
    memory.set(ValueLayout.JAVA_INT, NAME, NAME);
    libc.callInt(GETSOCKNAME, fd, memory.address(), memory.address() + NAME);
    int family = memory.get(ValueLayout.JAVA_SHORT, 0);
    var unixPath = family == AF_UNIX ? path(memory.get(ValueLayout.JAVA_INT, NAME)) : "";
    boolean v4 = family == AF_INET;
    int at = v4 ? Layouts.SOCKADDR_IN_ADDRESS : Layouts.SOCKADDR_IN6_ADDRESS;
    int high = memory.get(ValueLayout.JAVA_BYTE, 2) & 0xff;
    int low = memory.get(ValueLayout.JAVA_BYTE, 3) & 0xff;
    long text = memory.address() + TEXT;
    libc.call(INET_NTOP, family, memory.address() + at, text, NAME);
    var address = family == AF_UNIX ? unixPath : memory.getString(TEXT);
    int port = family == AF_UNIX ? -1 : (high << 8) | low;
    boolean datagrams = option(fd, SO_TYPE) == SOCK_DGRAM;
    return new Place(kind(family, datagrams), address, port, 0);
  }

  private static Place.Kind kind(int family, boolean datagrams) {
    return switch (family) {
      case AF_UNIX -> datagrams ? Place.Kind.UNIX_DATAGRAM : Place.Kind.UNIX;
      case AF_INET -> datagrams ? Place.Kind.UDP4 : Place.Kind.TCP4;
      default -> datagrams ? Place.Kind.UDP6 : Place.Kind.TCP6;
    };
  }

  private String path(int nameLength) {
    var bytes =
        scratch
            .memory()
            .asSlice(Layouts.SOCKADDR_UN_PATH, Math.max(0, nameLength - Layouts.SOCKADDR_UN_PATH))
            .toArray(ValueLayout.JAVA_BYTE);
    boolean named = bytes.length > 0 && bytes[0] != 0;
    return new String(bytes, 0, named ? bytes.length - 1 : bytes.length, StandardCharsets.UTF_8);
  }

  /// A regular file refuses a connection, too, and so does another user's socket.
  int unlinkSocket(Place place) {
    var path = place.address();
    if (!place.kind().isPath() || path.startsWith("\0")) {
      return -Errno.EINVAL;
    }
    boolean ours = descriptors.isSocketOf(path, credentials.actingUid());
    return ours && deserted(place) ? unlink(path) : -Errno.EADDRINUSE;
  }

  int unlink(String path) {
    return libc.callInt(UNLINK, scratch.path(path));
  }
}
