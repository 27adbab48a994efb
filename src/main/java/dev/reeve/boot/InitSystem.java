package dev.reeve.boot;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What brings services up with a machine, as far as Reeve can be one of them.
public enum InitSystem {
  SYSTEMD("systemd", "ubuntu centos arch oracle debian"),
  /// The manager that systemd runs for each user: a unit without root.
  SYSTEMD_USER("systemd-user", ""),
  OPENRC("openrc", "gentoo alpine"),
  SYSV("systemv", "sysv centos6 amazon");

  private final String word;
  private final String others;

  InitSystem(String word, String others) {
    this.word = word;
    this.others = others;
  }

  /// Its name on the command line.
  public String word() {
    return word;
  }

  /// By its own name, or by that of a distribution, as PM2 takes it.
  public static Optional<InitSystem> named(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word.equals(word) || List.of(each.others.split(" ")).contains(word))
        .filter(each -> !word.isEmpty())
        .findFirst();
  }

  /// What this machine came up with; else what it has installed.
  public static InitSystem of(Host host) {
    var top = host.top();
    if (SYSTEMD.runsOn(host)) {
      return SYSTEMD;
    }
    if (OPENRC.runsOn(host) || Files.exists(top.resolve("sbin/openrc-run"))) {
      return OPENRC;
    }
    boolean hasUnits = Files.isDirectory(top.resolve("etc/systemd/system"));
    return hasUnits || !Files.isDirectory(top.resolve("etc/init.d")) ? SYSTEMD : SYSV;
  }

  /// Whether it takes commands here and now. Scripts of System V need nobody who runs.
  boolean runsOn(Host host) {
    return switch (this) {
      case SYSTEMD, SYSTEMD_USER -> Files.isDirectory(host.top().resolve("run/systemd/system"));
      case OPENRC -> Files.exists(host.top().resolve("run/openrc/softlevel"));
      case SYSV -> host.rcTool().isPresent();
    };
  }

  /// Whether only root may install for it.
  boolean needsRoot() {
    return this != SYSTEMD_USER;
  }
}
