package dev.reeve.cli;

import static dev.reeve.cli.CommandTable.toggle;
import static dev.reeve.cli.CommandTable.value;

import dev.reeve.config.Flag;
import dev.reeve.config.Kind;
import dev.reeve.config.Option;

/// The rows of the command table about containers, and about platforms that keep apps up
/// themselves.
final class ContainerCommands {
  private ContainerCommands() {}

  static CommandSpec runtime(Option env, Option only) {
    return CommandSpec.of(
            "runtime", "runtime [options] [file|script] [-- arguments]", "be a container's PID 1")
        .details(
            """
            Starts apps in the foreground, as pm2-runtime and pm2-docker do: what they write
            goes to standard output and error, orphans are reaped, SIGTERM stops all of them in
            their own time. It ends when they are down for good, with an exit code of theirs.
            """)
        .examples("runtime ecosystem.config.js", "runtime app.js -i max --json")
        .options(runtimeOptions(env, only))
        .withAppOptions();
  }

  private static Option[] runtimeOptions(Option env, Option only) {
    return new Option[] {
      env,
      only,
      toggle("raw", "lines as they are written (the usual way)"),
      toggle("formatted", "lines with number and name before them"),
      toggle("json", "an object of JSON a line"),
      toggle("format", "keys and values: timestamp=... app=... id=... type=... message=..."),
      value("exit-on", Kind.TEXT, "end when all apps are down, any, or main, the first (all)"),
      Option.of("auto-exit", Kind.BOOL, "stay when all apps are down")
          .flags(Flag.negated("auto-exit"), Flag.of("auto-exit", Flag.Takes.NOTHING)),
      value("delay", Kind.COUNT, "so many seconds before the apps are started"),
      value("web", Kind.TEXT, "taken, without meaning here"),
      value("secret", Kind.TEXT, "taken, without meaning here: a key of PM2 Plus"),
      value("public", Kind.TEXT, "taken, without meaning here: a key of PM2 Plus"),
      value("machine-name", Kind.TEXT, "taken, without meaning here: a name in PM2 Plus"),
      toggle("v8", "taken, without meaning here")
    };
  }

  static CommandSpec export(Option env, Option only, Option force) {
    return CommandSpec.of(
            "export",
            "export <compose|systemd|kubernetes> [options] [ecosystem file]",
            "the same apps for a platform that keeps them up itself")
        .details(
            """
            Writes a docker-compose.yml, units for systemd, or manifests for Kubernetes: to standard
            output, or with --out to files. What a platform has no counterpart for is said on
            standard error, and stands as a comment in the app's section. Of the environment only
            what the file itself says is exported.
            """)
        .examples(
            "export compose --out .",
            "export systemd ecosystem.config.js --only api --out /etc/systemd/system",
            "export kubernetes --image registry.example.org/api:1.2 -n shop --out deploy")
        .options(
            env,
            only,
            value("out", Kind.PATH, "the folder to write files to"),
            value("image", Kind.TEXT, "the image of all apps (Compose: else it is built)"),
            Option.of("namespace", Kind.TEXT, "the namespace in Kubernetes")
                .flags(Flag.of("namespace", Flag.Takes.ONE).letter("n")),
            force);
  }
}
