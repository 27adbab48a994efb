package dev.reeve;

import dev.reeve.cli.Cli;
import dev.reeve.cli.CliContext;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/// A short life with every usual command in it, for the JVM to remember what it loads: the start-up
/// cache of the client, and of the daemon that answers it, is made of this.
final class Training {
  private static final String ECOSYSTEM =
      """
      module.exports = { apps: [
        { name: 'one', script: 'FOLDER/app.sh', interpreter: 'bash', max_memory_restart: '1G',
          log_date_format: 'YYYY-MM-DD HH:mm:ss Z', env: { A: '1' } },
        { name: 'two', script: 'FOLDER/app.sh', interpreter: 'bash', restart_delay: 100 } ] };
      """;

  private final CliContext context;

  Training(CliContext context) {
    this.context = context;
  }

  int run() {
    try {
      var folder = context.home().root();
      Files.writeString(
          folder.resolve("app.sh"), "echo out; echo err >&2; while :; do sleep 1; done\n");
      var file = folder.resolve("ecosystem.config.js");
      Files.writeString(file, ECOSYSTEM.replace("FOLDER", folder.toString()));
      var past = context.home().logs().resolve("one-out__2026-01-01_00-00-00.log");
      Files.createDirectories(context.home().logs());
      Files.writeString(past, "2026-01-01 00:00:00 +00:00: past\n");
      return live(file.toString(), folder.resolve("app.sh").toString());
    } catch (IOException refused) {
      context.streams().err().println("training: " + refused);
      return 1;
    }
  }

  private int live(String ecosystem, String script) {
    var commands =
        List.of(
            List.of("start", ecosystem),
            List.of("start", script, "--name", "three", "--", "x"),
            List.of("list"),
            List.of("jlist"),
            List.of("prettylist"),
            List.of("describe", "one"),
            List.of("logs", "--nostream", "--lines", "3"),
            List.of("logs", "one", "--nostream", "--json", "--since", "1h", "--grep", "o[a-z]t"),
            List.of("set", "pm2-logrotate:max_size", "50M"),
            List.of("conf"),
            List.of("restart", "all"),
            List.of("stop", "two"),
            List.of("pid", "one"),
            List.of("save"),
            List.of("flush"),
            List.of("delete", "two"),
            List.of("ping"),
            List.of("help"),
            List.of("kill"),
            // Once more, and this time the client itself starts the daemon.
            List.of("ping"),
            List.of("kill"));
    int worst = 0;
    for (var command : commands) {
      worst = Math.max(worst, Cli.run(command.toArray(String[]::new), silent()));
    }
    return worst;
  }

  /// As on a wide terminal, with nobody to see it.
  private CliContext silent() {
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new CliContext(
        context.env(),
        context.home(),
        context.program(),
        context.cwd(),
        context.launcher(),
        context.version(),
        new CliContext.Streams(context.streams().in(), nowhere, context.streams().err()),
        new CliContext.Terminal(120, true, false),
        context.nowMs(),
        context.dashboard());
  }
}
