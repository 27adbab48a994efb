package dev.reeve.os.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LayoutsTest {
  /// The golden file is what `src/test/c/layouts.c` prints on x86-64 with glibc.
  @Test
  void structures_lie_in_memory_as_the_c_compiler_says() throws IOException {
    var golden = Files.readString(Path.of("src/test/resources/golden/layouts-x86_64.txt"));
    assertThat(System.getProperty("os.arch"))
        .as("no golden file for this machine")
        .isEqualTo("amd64");
    assertThat(ours()).isEqualTo(golden);
  }

  private static String ours() {
    return """
    EPOLL_EVENT_SIZE %d
    EPOLL_EVENT_DATA %d
    SPAWNATTR_SIZE %d
    SPAWN_FILE_ACTIONS_SIZE %d
    SIGSET_SIZE %d
    SIGINFO_SIZE %d
    SIGINFO_CODE %d
    SIGINFO_PID %d
    SIGINFO_STATUS %d
    SOCKADDR_UN_SIZE %d
    SOCKADDR_UN_PATH %d
    UCRED_SIZE %d
    UCRED_UID %d
    DIRENT64_RECLEN %d
    DIRENT64_NAME %d
    SIGACTION_SIZE %d
    SIGACTION_FLAGS %d
    STATX_SIZE %d
    STATX_LINKS %d
    STATX_UID %d
    STATX_MODE %d
    STATX_INO %d
    STATX_FILE_SIZE %d
    STATX_BTIME %d
    STATX_MTIME %d
    STATX_DEV_MAJOR %d
    STATX_DEV_MINOR %d
    SOCKADDR_IN_SIZE %d
    SOCKADDR_IN_ADDRESS %d
    SOCKADDR_IN6_SIZE %d
    SOCKADDR_IN6_ADDRESS %d
    SOCKADDR_IN6_SCOPE %d
    MSGHDR_SIZE %d
    MSGHDR_IOV %d
    MSGHDR_CONTROL %d
    CMSGHDR_SIZE %d
    CMSG_SPACE_FD %d
    SIGEVENT_SIZE %d
    SIGEVENT_SIGNAL %d
    SIGEVENT_NOTIFY %d
    SIGEVENT_THREAD %d
    ITIMERSPEC_SIZE %d
    """
        .formatted(
            Layouts.EPOLL_EVENT_SIZE,
            Layouts.EPOLL_EVENT_DATA,
            Layouts.SPAWNATTR_SIZE,
            Layouts.SPAWN_FILE_ACTIONS_SIZE,
            Layouts.SIGSET_SIZE,
            Layouts.SIGINFO_SIZE,
            Layouts.SIGINFO_CODE,
            Layouts.SIGINFO_PID,
            Layouts.SIGINFO_STATUS,
            Layouts.SOCKADDR_UN_SIZE,
            Layouts.SOCKADDR_UN_PATH,
            Layouts.UCRED_SIZE,
            Layouts.UCRED_UID,
            Layouts.DIRENT64_RECLEN,
            Layouts.DIRENT64_NAME,
            Layouts.SIGACTION_SIZE,
            Layouts.SIGACTION_FLAGS,
            Layouts.STATX_SIZE,
            Layouts.STATX_LINKS,
            Layouts.STATX_UID,
            Layouts.STATX_MODE,
            Layouts.STATX_INO,
            Layouts.STATX_FILE_SIZE,
            Layouts.STATX_BTIME,
            Layouts.STATX_MTIME,
            Layouts.STATX_DEV_MAJOR,
            Layouts.STATX_DEV_MINOR,
            Layouts.SOCKADDR_IN_SIZE,
            Layouts.SOCKADDR_IN_ADDRESS,
            Layouts.SOCKADDR_IN6_SIZE,
            Layouts.SOCKADDR_IN6_ADDRESS,
            Layouts.SOCKADDR_IN6_SCOPE,
            Layouts.MSGHDR_SIZE,
            Layouts.MSGHDR_IOV,
            Layouts.MSGHDR_CONTROL,
            Layouts.CMSGHDR_SIZE,
            Layouts.CMSG_SPACE_FD,
            Layouts.SIGEVENT_SIZE,
            Layouts.SIGEVENT_SIGNAL,
            Layouts.SIGEVENT_NOTIFY,
            Layouts.SIGEVENT_THREAD,
            Layouts.ITIMERSPEC_SIZE);
  }
}
