package dev.reeve.boot;

import java.time.Duration;

/// Facts → the text of a systemd unit (`man 5 systemd.service`). Pure. The facts must be without
/// problems.
///
/// - `Type=notify`: the daemon says itself when the saved list is up.
/// - `KillMode=process`: `ExecStop` stops the apps one by one, each in its own time. When the
///   daemon dies of something else its apps live on, and the daemon that follows takes them over.
/// - No PATH of the installing shell: a folder of some Node version, frozen here, breaks with the
///   next version. Apps bring their own PATH with the saved list.
public final class Unit {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  private static final Duration LEAST_STOP = Duration.ofSeconds(90);
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private Unit() {}

  public static String text(UnitFacts facts) {
    return """
    [Unit]
    Description=Reeve, process supervisor of %1$s
    After=network-online.target
    Wants=network-online.target

    [Service]
    Type=notify
    NotifyAccess=main
    User=%1$s
    Environment=%2$s
    Environment=PATH=%3$s
    Environment=LANG=C.UTF-8
    ExecStart=%4$s daemon --foreground --resurrect
    ExecStop=%4$s kill
    KillMode=process
    Restart=on-failure
    LimitNOFILE=infinity
    TimeoutStartSec=300
    TimeoutStopSec=%5$d

    [Install]
    WantedBy=multi-user.target
    """
        .formatted(
            facts.user(),
            quoted("REEVE_HOME=" + facts.home().root()),
            PATH,
            command(facts.launcher().toString()),
            stopTimeout(facts.longestStop()).toSeconds());
  }

  /// Above the longest kill timeout, so that systemd never ends a drain that the user allowed.
  private static Duration stopTimeout(Duration longestStop) {
    var enough = longestStop.plus(MARGIN);
    return enough.compareTo(LEAST_STOP) > 0 ? enough : LEAST_STOP;
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
