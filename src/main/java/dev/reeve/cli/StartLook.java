package dev.reeve.cli;

import dev.reeve.boot.Facts;
import dev.reeve.boot.Host;
import dev.reeve.boot.InitSystem;
import dev.reeve.boot.Service;
import dev.reeve.boot.UnitFacts;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// A look at what starts Reeve with the machine.
record StartLook(Host host, UnitFacts unit) {
  private static final Pattern PROGRAM =
      Pattern.compile("(?m)^(?:ExecStart=\"((?:[^\"\\\\]|\\\\.)*)\"|command=(\\S+)$)");
  private static final Pattern USER = Pattern.compile("(?m)^(?:User|command_user)=(.+)$");

  Facts.Start facts(int daemonPid) {
    var usual = InitSystem.of(host);
    for (var init : InitSystem.values()) {
      var service = Service.of(init, unit, host);
      if (Files.exists(service.file())) {
        var installed = installed(init, service, daemonPid);
        return new Facts.Start(init, service.runs(), command(init), service, installed);
      }
    }
    boolean runs = Service.of(usual, unit, host).runs();
    return new Facts.Start(null, runs, command(usual), null, Facts.Installed.NOT);
  }

  private String command(InitSystem init) {
    var name = String.valueOf(unit.launcher().getFileName());
    return name + " startup " + init.word();
  }

  private Facts.Installed installed(InitSystem init, Service service, int daemonPid) {
    var text = Examination.text(service.file());
    boolean systemd = init == InitSystem.SYSTEMD || init == InitSystem.SYSTEMD_USER;
    var group = Examination.text(Path.of("/proc/" + daemonPid + "/cgroup"));
    return new Facts.Installed(
        text,
        enabled(init, service),
        systemd && service.runs() && failed(init, service),
        !systemd || !service.runs() || group.contains("/" + service.file().getFileName()),
        Files.exists(host.top().resolve("var/lib/systemd/linger").resolve(unit.user())),
        userExists(text),
        launcherRuns(text));
  }

  private boolean failed(InitSystem init, Service service) {
    var name = service.file().getFileName().toString();
    return host.runner()
            .run(
                init == InitSystem.SYSTEMD
                    ? List.of("systemctl", "is-failed", "--quiet", name)
                    : List.of("systemctl", "--user", "is-failed", "--quiet", name))
        == 0;
  }

  private boolean enabled(InitSystem init, Service service) {
    var file = service.file();
    var name = file.getFileName().toString();
    return switch (init) {
      case SYSTEMD -> isLink(file.resolveSibling("multi-user.target.wants").resolve(name));
      case SYSTEMD_USER -> isLink(file.resolveSibling("default.target.wants").resolve(name));
      case OPENRC -> isLink(host.top().resolve("etc/runlevels/default").resolve(name));
      case SYSV -> isStarted(name);
    };
  }

  private static boolean isLink(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// `/etc/rc2.d/S01name`, or below `/etc/rc.d`.
  private boolean isStarted(String name) {
    for (var folder : List.of("etc/rc2.d", "etc/rc3.d", "etc/rc.d/rc3.d")) {
      var path = host.top().resolve(folder);
      if (Files.isDirectory(path)) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path, "S[0-9][0-9]" + name)) {
          if (found.iterator().hasNext()) {
            return true;
          }
        } catch (IOException unreadable) {
          return false;
        }
      }
    }
    return false;
  }

  private boolean userExists(String text) {
    var user = USER.matcher(text);
    return !user.find()
        || Examination.text(host.top().resolve("etc/passwd"))
            .lines()
            .anyMatch(line -> line.startsWith(user.group(1) + ":"));
  }

  private static boolean launcherRuns(String text) {
    var program = PROGRAM.matcher(text);
    if (!program.find()) {
      return true;
    }
    var quoted = program.group(1);
    var path =
        quoted == null
            ? program.group(2)
            : quoted.replaceAll("\\\\(.)", "$1").replace("%%", "%").replace("$$", "$");
    return Files.isExecutable(Path.of(path.replace("'", "")));
  }
}
