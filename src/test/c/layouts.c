/* Prints what Layouts.java believes, as the C compiler sees it:
   gcc src/test/c/layouts.c -o /tmp/layouts && /tmp/layouts > src/test/resources/golden/layouts-$(uname -m).txt */
#define _GNU_SOURCE
#include <dirent.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>

#define SHOW(name, value) printf("%s %d\n", name, (int)(value))

int main(void) {
  SHOW("EPOLL_EVENT_SIZE", sizeof(struct epoll_event));
  SHOW("EPOLL_EVENT_DATA", offsetof(struct epoll_event, data));
  SHOW("SPAWNATTR_SIZE", sizeof(posix_spawnattr_t));
  SHOW("SPAWN_FILE_ACTIONS_SIZE", sizeof(posix_spawn_file_actions_t));
  SHOW("SIGSET_SIZE", sizeof(sigset_t));
  SHOW("SIGINFO_SIZE", sizeof(siginfo_t));
  SHOW("SIGINFO_CODE", offsetof(siginfo_t, si_code));
  SHOW("SIGINFO_PID", offsetof(siginfo_t, si_pid));
  SHOW("SIGINFO_STATUS", offsetof(siginfo_t, si_status));
  SHOW("SOCKADDR_UN_SIZE", sizeof(struct sockaddr_un));
  SHOW("SOCKADDR_UN_PATH", offsetof(struct sockaddr_un, sun_path));
  SHOW("UCRED_SIZE", sizeof(struct ucred));
  SHOW("UCRED_UID", offsetof(struct ucred, uid));
  SHOW("DIRENT64_RECLEN", offsetof(struct dirent64, d_reclen));
  SHOW("DIRENT64_NAME", offsetof(struct dirent64, d_name));
  SHOW("SIGACTION_SIZE", sizeof(struct sigaction));
  SHOW("SIGACTION_FLAGS", offsetof(struct sigaction, sa_flags));
  SHOW("STATX_SIZE", sizeof(struct statx));
  SHOW("STATX_LINKS", offsetof(struct statx, stx_nlink));
  SHOW("STATX_UID", offsetof(struct statx, stx_uid));
  SHOW("STATX_MODE", offsetof(struct statx, stx_mode));
  SHOW("STATX_INO", offsetof(struct statx, stx_ino));
  SHOW("STATX_FILE_SIZE", offsetof(struct statx, stx_size));
  SHOW("STATX_BTIME", offsetof(struct statx, stx_btime));
  SHOW("STATX_MTIME", offsetof(struct statx, stx_mtime));
  SHOW("STATX_DEV_MAJOR", offsetof(struct statx, stx_dev_major));
  SHOW("STATX_DEV_MINOR", offsetof(struct statx, stx_dev_minor));
  SHOW("SOCKADDR_IN_SIZE", sizeof(struct sockaddr_in));
  SHOW("SOCKADDR_IN_ADDRESS", offsetof(struct sockaddr_in, sin_addr));
  SHOW("SOCKADDR_IN6_SIZE", sizeof(struct sockaddr_in6));
  SHOW("SOCKADDR_IN6_ADDRESS", offsetof(struct sockaddr_in6, sin6_addr));
  SHOW("SOCKADDR_IN6_SCOPE", offsetof(struct sockaddr_in6, sin6_scope_id));
  SHOW("MSGHDR_SIZE", sizeof(struct msghdr));
  SHOW("MSGHDR_IOV", offsetof(struct msghdr, msg_iov));
  SHOW("MSGHDR_CONTROL", offsetof(struct msghdr, msg_control));
  SHOW("CMSGHDR_SIZE", sizeof(struct cmsghdr));
  SHOW("CMSG_SPACE_FD", CMSG_SPACE(sizeof(int)));
  SHOW("SIGEVENT_SIZE", sizeof(struct sigevent));
  SHOW("SIGEVENT_SIGNAL", offsetof(struct sigevent, sigev_signo));
  SHOW("SIGEVENT_NOTIFY", offsetof(struct sigevent, sigev_notify));
  SHOW("SIGEVENT_THREAD", offsetof(struct sigevent, _sigev_un._tid));
  SHOW("ITIMERSPEC_SIZE", sizeof(struct itimerspec));
  return 0;
}
