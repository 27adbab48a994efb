package dev.reeve.boot;

/// Facts → the text of a systemd unit (`man 5 systemd.service`). Pure. The facts must be without
/// problems.
///
/// - `Type=notify`: the daemon says itself when the saved list is up, what it does, and that it is
///   alive. A hung one is sent SIGQUIT first: a JVM answers with its stacks, into the journal.
/// - `KillMode=process`, and no `ExecStop`: systemd signals the daemon, which ends its apps one by
///   one, each in its own time. When it dies of something else, its apps live on, and the daemon
///   that follows takes them over. Any other mode kills them with it, and an `ExecStop` would be
///   run then too.
/// - No PATH of the installing shell: a folder of some Node version, frozen here, breaks with the
///   next version. Apps bring their own PATH with the saved list.
/// - The store of descriptors keeps the apps' pipes while no daemon is there: what an app wrote
///   last is not lost with it.
/// - What it limits holds for all apps together, so it limits nothing; and when the kernel ends one
///   app for want of memory, the others stay.
/// - The daemon and its apps can never have the rights that change the machine under everybody's
///   feet, [#GIVEN_UP]. Nothing else of systemd's sandbox is asked for: apps inherit it, and may be
///   anything. Settings that filter system calls would imply `NoNewPrivileges=` for a unit with a
///   user, and `sudo` would fail; those that give a view of the file system of their own would hide
///   what apps mount; those that name devices would hide all others.
public final class Unit {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /// `man 7 capabilities`. What an app may have by `sudo`, by a set-uid program or by `setcap`
  /// stays, and so does what needs it to work at all: a program whose file names a capability that
  /// is given up cannot be run.
  private static final String GIVEN_UP =
      "CAP_SYS_MODULE CAP_SYS_BOOT CAP_SYS_TIME CAP_SYS_PACCT CAP_AUDIT_CONTROL CAP_MAC_OVERRIDE";

  /// Whose unit it is: the machine's, or one that a user's own manager runs.
  public enum Scope {
    SYSTEM,
    USER
  }

  private Unit() {}

  public static String text(UnitFacts facts, Scope scope) {
    return head(facts, scope)
        + service(facts, scope)
        + "\n[Install]\nWantedBy="
        + (scope == Scope.SYSTEM ? "multi-user.target\n" : "default.target\n");
  }

  /// A user's own manager knows neither the machine's units nor other users.
  private static String head(UnitFacts facts, Scope scope) {
    var network = "After=network-online.target\nWants=network-online.target\n";
    return """
    [Unit]
    Description=Reeve, process supervisor of %s
    %sRequiresMountsFor=%s %s
    StartLimitIntervalSec=0

    """
        .formatted(
            facts.user(),
            scope == Scope.SYSTEM ? network : "",
            quoted(facts.home().root().toString()),
            quoted(facts.launcher().toString()));
  }

  /// A user's own manager has no right to give up rights.
  private static String service(UnitFacts facts, Scope scope) {
    return """
    [Service]
    Type=notify
    NotifyAccess=main
    %1$sEnvironment=%2$s
    Environment=PATH=%3$s
    Environment=LANG=C.UTF-8
    ExecStart=%4$s daemon --foreground --resurrect
    ExecReload=%4$s reload all
    KillMode=process
    Restart=on-failure
    RestartSec=1
    WatchdogSec=30
    WatchdogSignal=SIGQUIT
    TimeoutAbortSec=5
    TimeoutStartSec=300
    TimeoutStopSec=%5$d
    OOMPolicy=continue
    TasksMax=infinity
    LimitNOFILE=1048576
    FileDescriptorStoreMax=16384
    %6$s\
    """
        .formatted(
            scope == Scope.SYSTEM ? "User=" + facts.user() + "\n" : "",
            quoted("REEVE_HOME=" + facts.home().root()),
            PATH,
            command(facts.launcher().toString()),
            facts.stopTimeout().toSeconds(),
            scope == Scope.SYSTEM ? "CapabilityBoundingSet=~" + GIVEN_UP + "\n" : "");
  }

  /// A word in quotes, `%` doubled because it names a specifier.
  private static String quoted(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%") + '"';
  }

  /// In a command `$` names a variable, too.
  private static String command(String path) {
    return quoted(path).replace("$", "$$");
  }
}
