package dev.reeve.boot;

import static dev.reeve.boot.Finding.advice;
import static dev.reeve.boot.Finding.bad;
import static dev.reeve.boot.Finding.good;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Whether it comes up with the machine: facts → findings. Pure.
final class StartChecks {
  private static final Pattern STOP =
      Pattern.compile("(?m)^(?:TimeoutStopSec=|retry=\"TERM/)(\\d+)\"?$");

  private StartChecks() {}

  static Stream<Finding> all(Facts facts) {
    var service = facts.start().service();
    if (service == null) {
      return Stream.of(absent(facts));
    }
    var findings = new ArrayList<Finding>();
    findings.addAll(file(facts.start(), service));
    findings.addAll(state(facts, service));
    return findings.stream();
  }

  private static Finding absent(Facts facts) {
    var apps = facts.saved().apps();
    boolean wanted = apps != null && !apps.isEmpty() && facts.start().runsHere();
    var mend = "run '" + facts.start().command() + "'";
    return wanted
        ? bad("startup", "nothing brings the saved list up with the machine", mend)
        : advice("startup", "nothing is installed that starts it with the machine", mend);
  }

  private static List<Finding> file(Facts.Start start, Service service) {
    var findings = new ArrayList<Finding>();
    var installed = start.installed();
    var again = "run '" + start.command() + "' again";
    if (!installed.launcherRuns()) {
      findings.add(bad("startup", service.file() + " starts a program that is not there", again));
    } else if (!even(installed.text()).equals(even(service.text()))) {
      findings.add(bad("startup", service.file() + " is not what this version would write", again));
    } else if (stopSeconds(installed.text()) < stopSeconds(service.text())) {
      findings.add(
          bad(
              "startup",
              "%s gives apps %d s to stop, one of them may take longer"
                  .formatted(service.file(), stopSeconds(installed.text())),
              again));
    } else {
      findings.add(good("startup", service.file().toString()));
    }
    if (!installed.userExists()) {
      findings.add(bad("user", "the user that it runs as does not exist", again));
    }
    return findings;
  }

  /// Without what depends on the apps of the day.
  private static String even(String text) {
    return STOP.matcher(text).replaceAll("");
  }

  private static long stopSeconds(String text) {
    var matcher = STOP.matcher(text);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
  }

  private static List<Finding> state(Facts facts, Service service) {
    var findings = new ArrayList<Finding>();
    var installed = facts.start().installed();
    var name = service.file().getFileName();
    var again = "run '" + facts.start().command() + "' again";
    findings.add(
        installed.enabled()
            ? good("enabled", "it starts with the machine")
            : bad("enabled", name + " is installed, but not enabled", again));
    if (installed.failed()) {
      findings.add(bad("unit", name + " has failed", "systemctl status " + name));
    } else if (facts.daemon().pid() != 0 && !installed.holdsDaemon()) {
      findings.add(
          advice(
              "unit",
              "the daemon was started by a command: " + name + " would not answer its death",
              "run 'save' and 'kill', then start " + name));
    }
    if (facts.start().init() == InitSystem.SYSTEMD_USER && !installed.lingers()) {
      findings.add(
          bad(
              "linger",
              "the user may not linger: it all ends with the last session",
              "sudo loginctl enable-linger \"$USER\""));
    }
    return findings;
  }
}
