package dev.reeve.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One service as an init system takes it: the file, its text, and the commands that make it hold
/// and let it go. `runs` is whether these commands can be run here and now.
public record Service(Path file, String text, boolean executable, Commands commands, boolean runs) {

  /// Each is one command. `disable` comes before the file is taken away, `forget` after.
  public record Commands(
      List<List<String>> enable, List<List<String>> disable, List<List<String>> forget) {}

  /// What would be installed. Pure but for the question which tools are there.
  public static Service of(InitSystem init, UnitFacts facts, Host host) {
    return switch (init) {
      case SYSTEMD ->
          new Service(
              host.top().resolve("etc/systemd/system").resolve(facts.fileName()),
              Unit.text(facts, Unit.Scope.SYSTEM),
              false,
              systemctl(facts, "systemctl"),
              init.runsOn(host));
      case SYSTEMD_USER ->
          new Service(
              facts.userUnits().resolve(facts.fileName()),
              Unit.text(facts, Unit.Scope.USER),
              false,
              systemctl(facts, "systemctl", "--user"),
              init.runsOn(host));
      case OPENRC ->
          new Service(
              host.top().resolve("etc/init.d").resolve(facts.service()),
              InitScripts.openrc(facts),
              true,
              openrc(facts),
              init.runsOn(host));
      case SYSV ->
          new Service(
              host.top().resolve("etc/init.d").resolve(facts.service()),
              InitScripts.sysv(facts),
              true,
              sysv(facts, host),
              init.runsOn(host));
    };
  }

  private static Commands systemctl(UnitFacts facts, String... program) {
    var reload = words(program, "daemon-reload");
    return new Commands(
        List.of(reload, words(program, "enable", facts.fileName())),
        List.of(words(program, "disable", facts.fileName())),
        List.of(reload));
  }

  private static Commands openrc(UnitFacts facts) {
    return new Commands(
        List.of(List.of("rc-update", "add", facts.service(), "default")),
        List.of(List.of("rc-update", "del", facts.service(), "default")),
        List.of());
  }

  private static Commands sysv(UnitFacts facts, Host host) {
    if (host.rcTool().orElse("update-rc.d").equals("chkconfig")) {
      return new Commands(
          List.of(List.of("chkconfig", "--add", facts.service())),
          List.of(List.of("chkconfig", "--del", facts.service())),
          List.of());
    }
    return new Commands(
        List.of(List.of("update-rc.d", facts.service(), "defaults")),
        List.of(),
        List.of(List.of("update-rc.d", facts.service(), "remove")));
  }

  private static List<String> words(String[] first, String... rest) {
    var all = new ArrayList<>(List.of(first));
    all.addAll(List.of(rest));
    return List.copyOf(all);
  }
}
