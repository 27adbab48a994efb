package dev.reeve.os.linux;

/// Sizes and offsets of the C structures that we fill or read, in bytes, for glibc on x86-64 and
/// aarch64. A test compares them with what a C compiler prints.
final class Layouts {
  /// `struct epoll_event` is packed on x86-64 only.
  static final boolean PACKED_EPOLL = System.getProperty("os.arch", "").equals("amd64");

  static final int EPOLL_EVENT_SIZE = PACKED_EPOLL ? 12 : 16;
  static final int EPOLL_EVENT_DATA = PACKED_EPOLL ? 4 : 8;

  static final int SPAWNATTR_SIZE = 336;
  static final int SPAWN_FILE_ACTIONS_SIZE = 80;
  static final int SIGSET_SIZE = 128;

  static final int SIGINFO_SIZE = 128;
  static final int SIGINFO_CODE = 8;
  static final int SIGINFO_PID = 16;
  static final int SIGINFO_STATUS = 24;

  static final int SOCKADDR_UN_SIZE = 110;
  static final int SOCKADDR_UN_PATH = 2;
  static final int UCRED_SIZE = 12;
  static final int UCRED_UID = 4;

  static final int SOCKADDR_IN_SIZE = 16;
  static final int SOCKADDR_IN_ADDRESS = 4;
  static final int SOCKADDR_IN6_SIZE = 28;
  static final int SOCKADDR_IN6_ADDRESS = 8;
  static final int SOCKADDR_IN6_SCOPE = 24;
  static final int MSGHDR_SIZE = 56;
  static final int MSGHDR_IOV = 16;
  static final int MSGHDR_CONTROL = 32;
  static final int CMSGHDR_SIZE = 16;
  static final int CMSG_SPACE_FD = 24;

  static final int DIRENT64_RECLEN = 16;
  static final int DIRENT64_NAME = 19;

  static final int SIGACTION_SIZE = 152;
  static final int SIGACTION_FLAGS = 136;

  static final int SIGEVENT_SIZE = 64;
  static final int SIGEVENT_SIGNAL = 8;
  static final int SIGEVENT_NOTIFY = 12;
  static final int SIGEVENT_THREAD = 16;
  static final int ITIMERSPEC_SIZE = 32;

  static final int STATX_SIZE = 256;
  static final int STATX_LINKS = 16;
  static final int STATX_UID = 20;
  static final int STATX_MODE = 28;
  static final int STATX_INO = 32;
  static final int STATX_FILE_SIZE = 40;
  static final int STATX_BTIME = 80;
  static final int STATX_MTIME = 112;
  static final int STATX_DEV_MAJOR = 136;
  static final int STATX_DEV_MINOR = 140;

  private Layouts() {}
}
