package dev.reeve.os;

/// The error numbers that we act on, and the words for those that people see. Linux, all
/// architectures.
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int ESRCH = 3;
  public static final int EINTR = 4;
  public static final int ENOEXEC = 8;
  public static final int ENXIO = 6;
  public static final int E2BIG = 7;
  public static final int ECHILD = 10;
  public static final int EAGAIN = 11;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int ENOTDIR = 20;
  public static final int EISDIR = 21;
  public static final int EINVAL = 22;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int ETXTBSY = 26;
  public static final int ENOSPC = 28;
  public static final int EROFS = 30;
  public static final int EPIPE = 32;
  public static final int ENAMETOOLONG = 36;
  public static final int ELOOP = 40;
  public static final int ENOTSOCK = 88;
  public static final int EADDRINUSE = 98;
  public static final int EAFNOSUPPORT = 97;
  public static final int EADDRNOTAVAIL = 99;
  public static final int ECONNRESET = 104;
  public static final int ECONNREFUSED = 111;
  public static final int EHOSTUNREACH = 113;
  public static final int EINPROGRESS = 115;
  public static final int EDQUOT = 122;

  private Errno() {}

  /// Whether the machine was short of something, so that the same call may do later.
  public static boolean passing(int errno) {
    return switch (errno) {
      case EAGAIN, ENOMEM, ENFILE, EMFILE, ETXTBSY -> true;
      default -> false;
    };
  }

  /// Whether the machine has no addresses of the family that was asked for.
  public static boolean noSuchFamily(int errno) {
    return errno == EAFNOSUPPORT || errno == EADDRNOTAVAIL;
  }

  /// For people.
  public static String sentence(int errno) {
    return switch (errno) {
      case EPERM -> "operation not permitted";
      case ENXIO -> "nobody reads from the other end";
      case E2BIG -> "its arguments and environment are too long for the kernel";
      case ELOOP ->
          "there are too many links in its path, or one that only another user could vouch for";
      case ENAMETOOLONG -> "the path is too long";
      case ENOENT -> "no such file or folder";
      case ENOEXEC -> "not a program that the kernel can run (a script needs a first line like #!)";
      case EAGAIN -> "the machine is out of processes or locked memory";
      case ENOMEM -> "the machine is out of memory";
      case EACCES -> "permission denied";
      case ENOTDIR -> "a part of the path is not a folder";
      case EISDIR -> "it is a folder";
      case ENFILE, EMFILE -> "too many open files";
      case ETXTBSY -> "the program file is being written";
      case ENOSPC -> "no space left on device";
      case EROFS -> "the file system is read-only";
      case EADDRINUSE -> "the address is in use";
      case ECONNREFUSED -> "nobody listens there";
      case ECONNRESET -> "the connection was cut";
      case EHOSTUNREACH -> "there is no way to that address";
      case EDQUOT -> "the disk quota is used up";
      default -> "error " + errno;
    };
  }
}
