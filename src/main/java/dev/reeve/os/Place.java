package dev.reeve.os;

/// Where a socket for programs is bound. `address` is a literal of its family, or a path; a path
/// that begins with a NUL is an abstract name. `flags` are libuv's: 1 for IPv6 only, 2 (TCP) and 8
/// (UDP) for a port that others share, 4 for an address in use.
public record Place(Kind kind, String address, int port, int flags) {
  public enum Kind {
    TCP4,
    TCP6,
    UDP4,
    UDP6,
    UNIX,
    UNIX_DATAGRAM;

    public boolean datagrams() {
      return this == UDP4 || this == UDP6 || this == UNIX_DATAGRAM;
    }

    public boolean isPath() {
      return this == UNIX || this == UNIX_DATAGRAM;
    }
  }

  public static Place tcp(String address, int port) {
    return new Place(address.contains(":") ? Kind.TCP6 : Kind.TCP4, address, port, 0);
  }

  public static Place unix(String path) {
    return new Place(Kind.UNIX, path, -1, 0);
  }

  /// All addresses of IPv4, at the same port.
  public Place anyOfIpv4() {
    return new Place(Kind.TCP4, "0.0.0.0", port, flags);
  }

  /// For people.
  @Override
  public String toString() {
    return switch (kind) {
      case TCP4, UDP4 -> address + ":" + port;
      case TCP6, UDP6 -> "[" + address + "]:" + port;
      case UNIX, UNIX_DATAGRAM -> address.replace('\0', '@');
    };
  }
}
