package dev.reeve.os.linux;

import dev.reeve.os.Errno;
import dev.reeve.os.Readiness;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// epoll, level-triggered, with an eventfd for wake-ups (`man 7 epoll`, `man 2 eventfd`).
final class LinuxReadiness implements Readiness {
  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int EFD_NONBLOCK_CLOEXEC = 0x80800;
  private static final int CTL_ADD = 1;
  private static final int CTL_DEL = 2;
  private static final int CTL_MOD = 3;
  private static final int ERROR_OR_HANGUP = 0x8 | 0x10;
  private static final int F_GETFD = 1;
  private static final int SIG_IGN = 1;
  private static final int SA_SIGINFO_RESTART = 0x4 | 0x10000000;
  private static final long NS_PER_MS = 1_000_000;
  private static final ValueLayout.OfInt DATA = ValueLayout.JAVA_INT_UNALIGNED;

  private static final MemorySegment EPOLL_CREATE1 = Libc.bind("epoll_create1");
  private static final MemorySegment EPOLL_CTL = Libc.bind("epoll_ctl");
  private static final MemorySegment EPOLL_WAIT = Libc.bind("epoll_wait");
  private static final MemorySegment EVENTFD = Libc.bind("eventfd");
  private static final MemorySegment EVENTFD_WRITE = Libc.bind("eventfd_write");
  private static final MemorySegment SIGACTION = Libc.bind("sigaction");
  private static final MemorySegment SIGNAL = Libc.bind("signal");
  private static final MemorySegment DUP3 = Libc.bind("dup3");
  private static final MemorySegment CLOSE = Libc.bind("close");
  private static final MemorySegment FCNTL = Libc.bind("fcntl");
  private static final MemorySegment READ = Libc.bind("read");
  private static final MemorySegment WRITE = Libc.bind("write");

  /// Ignored where nobody handles it: what is under way while we become another program does no
  /// harm.
  private static final int SIGURG = 23;

  private static final int CLOCK_MONOTONIC = 1;
  private static final int SIGEV_THREAD_ID = 4;
  private static final long NS_PER_S = 1_000_000_000;
  private static final MemorySegment TIMER_CREATE = Libc.bind("timer_create");
  private static final MemorySegment TIMER_SETTIME = Libc.bind("timer_settime");
  private static final MemorySegment GETTID = Libc.bind("gettid");
  private static final MemorySegment ABS = Libc.bind("abs");

  private final Libc libc;
  private final Libc libcOfWakers = new Libc();
  private final int epoll;
  private final int eventfd;
  private final MemorySegment event = Arena.global().allocate(Layouts.EPOLL_EVENT_SIZE, 8);
  private final MemorySegment events =
      Arena.global().allocate((long) Layouts.EPOLL_EVENT_SIZE * ReadySet.CAPACITY, 8);
  private final MemorySegment counter = Arena.global().allocate(8, 8);
  private final MemorySegment one = Arena.global().allocate(8, 8);
  private final MemorySegment interval = Arena.global().allocate(Layouts.ITIMERSPEC_SIZE, 8);
  private final long timer;
  private boolean hasTimer;

  LinuxReadiness(Libc libc) {
    this.libc = libc;
    this.epoll = libc.callInt(EPOLL_CREATE1, EPOLL_CLOEXEC);
    this.eventfd = libc.callInt(EVENTFD, 0, EFD_NONBLOCK_CLOEXEC);
    if (epoll < 0 || eventfd < 0) {
      throw new IllegalStateException("epoll " + epoll + ", eventfd " + eventfd);
    }
    one.set(ValueLayout.JAVA_LONG, 0, 1);
    watch(eventfd, READ_INTEREST);
    timer = interrupter();
  }

  /// A timer that sends a signal to this thread, whose handler does nothing and after which no call
  /// goes on (`man 2 timer_create`, `man 7 signal`). The handler is the C library's `abs`.
  private long interrupter() {
    var action = Arena.global().allocate(Layouts.SIGACTION_SIZE, 16);
    action.set(ValueLayout.JAVA_LONG, 0, ABS.address());
    libc.callInt(SIGACTION, SIGURG, action.address(), 0);
    var event = Arena.global().allocate(Layouts.SIGEVENT_SIZE, 8);
    event.set(ValueLayout.JAVA_INT, Layouts.SIGEVENT_SIGNAL, SIGURG);
    event.set(ValueLayout.JAVA_INT, Layouts.SIGEVENT_NOTIFY, SIGEV_THREAD_ID);
    event.set(ValueLayout.JAVA_INT, Layouts.SIGEVENT_THREAD, libc.callInt(GETTID));
    int made = libc.callInt(TIMER_CREATE, CLOCK_MONOTONIC, event.address(), counter.address());
    // Where that is not allowed we do without: it is the last of several guards.
    hasTimer = made == 0;
    return counter.get(ValueLayout.JAVA_LONG, 0);
  }

  @Override
  public void limit(long ns) {
    if (!hasTimer) {
      return;
    }
    for (int at = 0; at < Layouts.ITIMERSPEC_SIZE; at += 2 * Long.BYTES) {
      interval.set(ValueLayout.JAVA_LONG, at, ns / NS_PER_S);
      interval.set(ValueLayout.JAVA_LONG, at + (long) Long.BYTES, ns % NS_PER_S);
    }
    libc.callInt(TIMER_SETTIME, timer, 0, interval.address(), 0);
  }

  @Override
  public @Nullable String interrupted() {
    return libc.interrupted();
  }

  private static final int READ_INTEREST = Readiness.READ;

  @Override
  public int watch(int fd, int interest) {
    event.set(DATA, 0, interest);
    event.set(DATA, Layouts.EPOLL_EVENT_DATA, fd);
    int result = libc.callInt(EPOLL_CTL, epoll, CTL_ADD, fd, event.address());
    return result == -Errno.EEXIST
        ? libc.callInt(EPOLL_CTL, epoll, CTL_MOD, fd, event.address())
        : result;
  }

  @Override
  public int unwatch(int fd) {
    return libc.callInt(EPOLL_CTL, epoll, CTL_DEL, fd, event.address());
  }

  @Override
  public int poll(long timeoutNs, ReadySet ready) {
    ready.clear();
    int found =
        libc.callInt(EPOLL_WAIT, epoll, events.address(), ReadySet.CAPACITY, timeoutMs(timeoutNs));
    for (int i = 0; i < found; i++) {
      long at = (long) i * Layouts.EPOLL_EVENT_SIZE;
      int fd = events.get(DATA, at + Layouts.EPOLL_EVENT_DATA);
      if (fd == eventfd) {
        libc.call(READ, eventfd, counter.address(), 8);
      } else {
        ready.add(fd, interestOf(events.get(DATA, at)));
      }
    }
    return ready.count();
  }

  /// The handler of a signal may do next to nothing, and nothing in Java. This one is the C
  /// library's own `eventfd_write(fd, value)`: a handler's first argument is the signal's number,
  /// so an eventfd of that number is what it writes to. If that number is taken the signal is
  /// ignored.
  int onSignal(int signal) {
    if (libc.callInt(FCNTL, signal, F_GETFD) >= 0) {
      libc.callInt(SIGNAL, signal, SIG_IGN);
      return -Errno.EBUSY;
    }
    int made = libc.callInt(EVENTFD, 0, EFD_NONBLOCK_CLOEXEC);
    int fd = libc.callInt(DUP3, made, signal, EPOLL_CLOEXEC);
    libc.callInt(CLOSE, made);
    var action = Arena.global().allocate(Layouts.SIGACTION_SIZE, 16);
    action.set(ValueLayout.JAVA_LONG, 0, EVENTFD_WRITE.address());
    action.set(ValueLayout.JAVA_INT, Layouts.SIGACTION_FLAGS, SA_SIGINFO_RESTART);
    int result = libc.callInt(SIGACTION, signal, action.address(), 0);
    return result < 0 ? result : fd;
  }

  /// Up, so that a deadline has passed when the wait is over.
  private static int timeoutMs(long timeoutNs) {
    if (timeoutNs < 0) {
      return -1;
    }
    return (int) Math.min(Integer.MAX_VALUE, (timeoutNs + NS_PER_MS - 1) / NS_PER_MS);
  }

  private static int interestOf(int events) {
    int interest = events & (Readiness.READ | Readiness.WRITE);
    return (events & ERROR_OR_HANGUP) != 0 ? interest | Readiness.READ : interest;
  }

  @Override
  public void wake() {
    synchronized (libcOfWakers) {
      libcOfWakers.call(WRITE, eventfd, one.address(), 8);
    }
  }
}
