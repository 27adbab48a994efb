package dev.reeve.model;

import java.util.Locale;
import java.util.Optional;

/// A signal by its name and its number on Linux (x86-64 and aarch64 agree, `man 7 signal`).
public enum Signal {
  SIGHUP(1),
  SIGINT(2),
  SIGQUIT(3),
  SIGILL(4),
  SIGTRAP(5),
  SIGABRT(6),
  SIGBUS(7),
  SIGFPE(8),
  SIGKILL(9),
  SIGUSR1(10),
  SIGSEGV(11),
  SIGUSR2(12),
  SIGPIPE(13),
  SIGALRM(14),
  SIGTERM(15),
  SIGSTKFLT(16),
  SIGCHLD(17),
  SIGCONT(18),
  SIGSTOP(19),
  SIGTSTP(20),
  SIGTTIN(21),
  SIGTTOU(22),
  SIGURG(23),
  SIGXCPU(24),
  SIGXFSZ(25),
  SIGVTALRM(26),
  SIGPROF(27),
  SIGWINCH(28),
  SIGIO(29),
  SIGPWR(30),
  SIGSYS(31);

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }

  /// `SIGTERM`, `sigterm`, `TERM` and `15` all name the same one.
  public static Optional<Signal> parse(String text) {
    var name = text.strip().toUpperCase(Locale.ROOT);
    for (var signal : values()) {
      if (signal.name().equals(name)
          || signal.name().equals("SIG" + name)
          || String.valueOf(signal.number).equals(name)) {
        return Optional.of(signal);
      }
    }
    return Optional.empty();
  }

  /// The name of a signal number; real-time signals are named by their number.
  public static String nameOf(int number) {
    return parse(String.valueOf(number)).map(Signal::name).orElse("signal " + number);
  }
}
