package dev.reeve.boot;

import static dev.reeve.boot.UnitFacts.shellWord;

/// Facts → the text of a script for the init systems that have scripts. Pure. The facts must be
/// without problems.
final class InitScripts {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private InitScripts() {}

  /// `man 8 openrc-run`. Its supervise-daemon answers the death of the daemon, as systemd does; it
  /// signals the daemon alone, which then ends its apps one by one. OpenRC brings a PATH of its
  /// own, which its functions need.
  static String openrc(UnitFacts facts) {
    return """
    #!/sbin/openrc-run
    # Reeve, process supervisor of %1$s
    name=%2$s
    description="Keeps the apps of %1$s alive"
    supervisor=supervise-daemon
    command=%3$s
    command_args="daemon --foreground --resurrect"
    command_user=%1$s
    pidfile=/run/%2$s.pid
    output_log=%5$s
    error_log=%5$s
    respawn_delay=1
    respawn_max=0
    retry="TERM/%6$d"
    extra_started_commands="reload"
    export LANG=C.UTF-8
    export REEVE_HOME=%4$s

    depend() {
      use localmount net dns logger
      after firewall
    }

    start_pre() {
      checkpath -d -m 0700 -o %1$s %4$s
    }

    reload() {
      ebegin "Reloading the apps of %1$s"
      %7$s
      eend $?
    }
    """
        .formatted(
            facts.user(),
            facts.service(),
            shellWord(facts.launcher().toString()),
            shellWord(facts.home().root().toString()),
            shellWord(facts.home().daemonLog().toString()),
            facts.stopTimeout().toSeconds(),
            asUser(facts, "reload all"));
  }

  /// A script for the Linux Standard Base's own conventions: actions, exit codes, the headers that
  /// `update-rc.d` and `chkconfig` read. Nothing looks after the daemon itself: the next command
  /// starts it again, and it takes its apps over.
  static String sysv(UnitFacts facts) {
    return """
    #!/bin/sh
    ### BEGIN INIT INFO
    # Provides:          %1$s
    # Required-Start:    $local_fs $remote_fs $network
    # Required-Stop:     $local_fs $remote_fs $network
    # Default-Start:     2 3 4 5
    # Default-Stop:      0 1 6
    # Short-Description: Reeve, process supervisor of %2$s
    ### END INIT INFO
    # chkconfig: 2345 90 10
    # description: Reeve, process supervisor of %2$s
    export PATH=%3$s
    export LANG=C.UTF-8
    export REEVE_HOME=%4$s

    reeve() {
      %5$s
    }

    case "${1:-}" in
      start) reeve resurrect || reeve ping >/dev/null ;; # no saved list: an empty one
      stop) reeve kill ;;
      restart) reeve kill && reeve resurrect ;;
      reload | force-reload) reeve reload all ;;
      status)
        if [ -r %6$s ] && kill -0 "$(cat %6$s)" 2>/dev/null; then
          echo 'running'
        else
          echo 'not running'
          exit 3
        fi
        ;;
      *)
        echo "use: $0 {start|stop|restart|reload|force-reload|status}" >&2
        exit 2
        ;;
    esac
    """
        .formatted(
            facts.service(),
            facts.user(),
            PATH,
            shellWord(facts.home().root().toString()),
            asUser(facts, "\"$@\""),
            shellWord(facts.home().pidFile().toString()));
  }

  /// A line that runs the launcher as the user. Its words go by as they are: no shell reads them.
  private static String asUser(UnitFacts facts, String words) {
    return "su -s /bin/sh -c 'exec \"$0\" \"$@\"' %s %s %s"
        .formatted(facts.user(), shellWord(facts.launcher().toString()), words);
  }
}
