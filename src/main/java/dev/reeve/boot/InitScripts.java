package dev.reeve.boot;

import static dev.reeve.boot.UnitFacts.shellWord;

import java.util.Map;

/// Facts → the text of a script for the init systems that have scripts. Pure. The facts must be
/// without problems.
final class InitScripts {
  private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final String OPENRC =
      """
      #!/sbin/openrc-run
      # Reeve, process supervisor of @user@
      name=@service@
      description="Keeps the apps of @user@ alive"
      supervisor=supervise-daemon
      command=@launcher@
      command_args="daemon --foreground --resurrect"
      command_user=@user@
      pidfile=/run/@service@.pid
      output_log=@log@
      error_log=@log@
      respawn_delay=1
      respawn_max=0
      retry="TERM/@seconds@"
      extra_started_commands="reload"
      export LANG=C.UTF-8
      export REEVE_HOME=@home@

      depend() {
        use localmount net dns logger
        after firewall
      }

      start_pre() {
        checkpath -d -m 0700 -o @user@ @home@
      }

      reload() {
        ebegin "Reloading the apps of @user@"
        @reload@
        eend $?
      }
      """;

  private static final String SYSV =
      """
      #!/bin/sh
      ### BEGIN INIT INFO
      # Provides:          @service@
      # Required-Start:    $local_fs $remote_fs $network
      # Required-Stop:     $local_fs $remote_fs $network
      # Default-Start:     2 3 4 5
      # Default-Stop:      0 1 6
      # Short-Description: Reeve, process supervisor of @user@
      ### END INIT INFO
      # chkconfig: 2345 90 10
      # description: Reeve, process supervisor of @user@
      export PATH=@path@
      export LANG=C.UTF-8
      export REEVE_HOME=@home@

      reeve() {
        @reeve@
      }

      case "${1:-}" in
        start) reeve resurrect || reeve ping >/dev/null ;; # no saved list: an empty one
        stop) reeve kill ;;
        restart) reeve kill && reeve resurrect ;;
        reload | force-reload) reeve reload all ;;
        status)
          if [ -r @pid@ ] && kill -0 "$(cat @pid@)" 2>/dev/null; then
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
      """;

  private InitScripts() {}

  /// `man 8 openrc-run`. Its supervise-daemon answers the death of the daemon, as systemd does; it
  /// signals the daemon alone, which then ends its apps one by one. OpenRC brings a PATH of its
  /// own, which its functions need.
  static String openrc(UnitFacts facts) {
    return filled(
        OPENRC,
        facts,
        Map.of(
            "log", shellWord(facts.home().daemonLog().toString()),
            "seconds", String.valueOf(facts.stopTimeout().toSeconds()),
            "launcher", shellWord(facts.launcher().toString()),
            "reload", asUser(facts, "reload all")));
  }

  /// A script for the Linux Standard Base's own conventions: actions, exit codes, the headers that
  /// `update-rc.d` and `chkconfig` read. Nothing looks after the daemon itself: the next command
  /// starts it again, and it takes its apps over.
  static String sysv(UnitFacts facts) {
    return filled(
        SYSV,
        facts,
        Map.of(
            "path", PATH,
            "pid", shellWord(facts.home().pidFile().toString()),
            "reeve", asUser(facts, "\"$@\"")));
  }

  private static String filled(String script, UnitFacts facts, Map<String, String> words) {
    var text = script;
    for (var word : words.entrySet()) {
      text = text.replace("@" + word.getKey() + "@", word.getValue());
    }
    return text.replace("@user@", facts.user())
        .replace("@service@", facts.service())
        .replace("@home@", shellWord(facts.home().root().toString()));
  }

  /// A line that runs the launcher as the user. Its words go by as they are: no shell reads them.
  private static String asUser(UnitFacts facts, String words) {
    return "su -s /bin/sh -c 'exec \"$0\" \"$@\"' %s %s %s"
        .formatted(facts.user(), shellWord(facts.launcher().toString()), words);
  }
}
