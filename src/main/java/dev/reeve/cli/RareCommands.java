package dev.reeve.cli;

import dev.reeve.client.NoAnswer;
import java.util.List;

/// Commands that are typed once in a while: their rows in the command table, and their door.
final class RareCommands {
  private RareCommands() {}

  static void addTo(List<CommandSpec> all) {
    shell(all);
  }

  static int run(Session session, Arguments arguments) throws Failed, NoAnswer {
    return switch (arguments.command().name()) {
      case "completion" -> new CompletionCommand(session, arguments).run();
      default -> throw new IllegalStateException("no class for " + arguments.command());
    };
  }

  private static void shell(List<CommandSpec> all) {
    all.add(
        CommandSpec.of(
                "completion",
                "completion [bash|zsh|fish|install]",
                "the script by which a shell completes what is typed")
            .details(
                """
                It completes commands, options, names of apps that are in the list at that moment,
                and files. Without a word the script is that of the shell that $SHELL names.
                With 'install' it is appended to that shell's own file, once. No daemon is started
                for it.
                """)
            .examples("completion install", "completion bash >> ~/.bashrc"));
  }
}
