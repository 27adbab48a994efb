package dev.reeve.cli;

import dev.reeve.config.Flag;
import dev.reeve.config.Kind;
import dev.reeve.config.Option;
import java.util.List;

/// The commands of [CommandTable] that are about the machine, a container, or the daemon itself.
final class MachineCommands {
  private MachineCommands() {}

  static void addTo(List<CommandSpec> all) {
    booting(all);
    containing(all);
    developing(all);
    exporting(all);
    daemon(all);
  }

  private static void booting(List<CommandSpec> all) {
    var service = CommandTable.value("service-name", Kind.TEXT, "the name of the unit");
    var wait = CommandTable.toggle("wait-ip", "taken, without meaning here");
    all.add(
        CommandSpec.of("startup", "startup [init system]", "bring the saved list up at boot")
            .details(
                """
                For systemd, systemd-user (the user's own, without root), openrc or systemv; if none
                is named, for what runs here. Shows the file and writes it; without root it prints
                what root must run.
                """)
            .examples("startup", "startup systemd -u node --hp /home/node", "startup systemd-user")
            .options(CommandTable.USER, CommandTable.USERS_FOLDER, service, wait));
    all.add(
        CommandSpec.of("unstartup", "unstartup [init system]", "undo startup")
            .examples("unstartup", "unstartup systemd-user")
            .options(CommandTable.USER, CommandTable.USERS_FOLDER, service, wait));
    all.add(
        CommandSpec.of("doctor", "doctor [--json]", "what is wrong here, and how to mend it")
            .details(
                """
                Looks at the home, the daemon, what starts it with the machine, the saved list,
                interpreters, clock, limits, disk. It changes nothing. The exit code is 1 when
                something must be mended; lines with an exclamation mark are advice.
                """)
            .examples("doctor", "doctor --json | jq '.[] | select(.grade == \"bad\")'")
            .options(
                CommandTable.USER,
                CommandTable.USERS_FOLDER,
                service,
                CommandTable.toggle("json", "the findings as a list of JSON")));
  }

  private static void containing(List<CommandSpec> all) {
    all.add(
        CommandSpec.of(
                "runtime",
                "runtime [options] [file|script] [-- arguments]",
                "be a container's PID 1")
            .details(
                """
                Starts apps in the foreground, as pm2-runtime and pm2-docker do: what they write
                goes to standard output and error, orphans are reaped, SIGTERM stops all of them in
                their own time. It ends when they are down for good, with an exit code of theirs.
                """)
            .examples("runtime ecosystem.config.js", "runtime app.js -i max --json")
            .options(runtimeOptions())
            .withAppOptions());
  }

  private static void developing(List<CommandSpec> all) {
    all.add(
        CommandSpec.of(
                "dev",
                "dev [options] [file|script] [-- arguments]",
                "run apps here, and restart them when files change")
            .details(
                """
                Starts apps in the foreground, as pm2-dev does, each line with number and name, in a
                home of its own (~/.reeve-dev). A change of a file in an app's folder restarts it:
                one that has ended or was given up, too. Ctrl-C stops all of them.
                """)
            .examples("dev app.js", "dev app.js --ignore tmp,*.md --post-exec 'npm test'")
            .options(
                CommandTable.ENV,
                CommandTable.ONLY,
                CommandTable.toggle("raw", "lines as they are written"),
                CommandTable.value("ignore", Kind.TEXT, "paths whose changes do not count: a,b"),
                CommandTable.value("post-exec", Kind.TEXT, "a command to run after each restart"),
                CommandTable.toggle("silent-exec", "show nothing of what that command writes"),
                CommandTable.toggle("test-mode", "taken, without meaning here"))
            .withAppOptions());
  }

  private static Option[] runtimeOptions() {
    return new Option[] {
      CommandTable.ENV,
      CommandTable.ONLY,
      CommandTable.toggle("raw", "lines as they are written (the usual way)"),
      CommandTable.toggle("formatted", "lines with number and name before them"),
      CommandTable.toggle("json", "an object of JSON a line"),
      CommandTable.toggle(
          "format", "keys and values: timestamp=... app=... id=... type=... message=..."),
      CommandTable.value(
          "exit-on", Kind.TEXT, "end when all apps are down, any, or main, the first (all)"),
      Option.of("auto-exit", Kind.BOOL, "stay when all apps are down")
          .flags(Flag.negated("auto-exit"), Flag.of("auto-exit", Flag.Takes.NOTHING)),
      CommandTable.value("delay", Kind.COUNT, "so many seconds before the apps are started"),
      CommandTable.value("web", Kind.TEXT, "taken, without meaning here"),
      CommandTable.value("secret", Kind.TEXT, "taken, without meaning here: a key of PM2 Plus"),
      CommandTable.value("public", Kind.TEXT, "taken, without meaning here: a key of PM2 Plus"),
      CommandTable.value(
          "machine-name", Kind.TEXT, "taken, without meaning here: a name in PM2 Plus"),
      CommandTable.toggle("v8", "taken, without meaning here")
    };
  }

  private static void exporting(List<CommandSpec> all) {
    all.add(
        CommandSpec.of(
                "export",
                "export <compose|systemd|kubernetes> [options] [ecosystem file]",
                "the same apps for a platform that keeps them up itself")
            .details(
                """
                Writes a docker-compose.yml, units for systemd, or manifests for Kubernetes: to
                standard output, or with --out to files. What a platform has no counterpart for is
                said on standard error, and stands as a comment in the app's section. Of the
                environment only what the file itself says is exported.
                """)
            .examples(
                "export compose --out .",
                "export systemd ecosystem.config.js --only api --out /etc/systemd/system",
                "export kubernetes --image registry.example.org/api:1.2 -n shop --out deploy")
            .options(
                CommandTable.ENV,
                CommandTable.ONLY,
                CommandTable.value("out", Kind.PATH, "the folder to write files to"),
                CommandTable.value(
                    "image", Kind.TEXT, "the image of all apps (Compose: else it is built)"),
                Option.of("namespace", Kind.TEXT, "the namespace in Kubernetes")
                    .flags(Flag.of("namespace", Flag.Takes.ONE).letter("n")),
                CommandTable.FORCE));
  }

  private static void daemon(List<CommandSpec> all) {
    all.add(CommandSpec.of("ping", "ping", "is the daemon there?").examples("ping"));
    all.add(
        CommandSpec.of("kill", "kill [--keep-apps]", "stop all apps and the daemon")
            .details("With --keep-apps they run on, and the next daemon takes them over.\n")
            .examples("save && kill", "kill --keep-apps")
            .options(CommandTable.toggle("keep-apps", "end the daemon only")));
    all.add(
        CommandSpec.of("update", "update", "the daemon becomes this version, apps run on")
            .aliases("updatePM2", "deepUpdate")
            .details(
                """
                The new version must pass its own test, or the old one stays. Then the daemon
                becomes it, under the same pid: no app is restarted, no line or request lost.
                """)
            .examples("update"));
    all.add(CommandSpec.of("version", "version", "the version").examples("version"));
    all.add(
        CommandSpec.of("help", "help [command]", "this, or help on a command")
            .examples("help start"));
  }
}
