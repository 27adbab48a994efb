package dev.reeve.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `docs/ecosystem.md`, written from the option table.
public final class EcosystemPage {
  private static final String HEAD =
      """
      # The ecosystem file

      This page is written from the table that reads the file and the flags; a test compares
      them.

      ## Files

      JavaScript (`.config.js`, `.config.cjs`, `.config.mjs`), TypeScript (`.config.ts`), JSON
      (comments, single quotes and a last comma too many are fine) and YAML; `-` reads JSON from
      standard input. JavaScript is evaluated by node, else by bun. With neither on PATH an engine
      within evaluates it, which has files, JSON and packages to `require`, and the basics of
      path, os, fs, url and util. TypeScript takes bun, or node 22.18 or later. A file has ten
      seconds. It holds an object with `apps` (or `pm2`), a bare list, or one bare app. All that
      is wrong with it is said at once, with key and remedy, and the apps that are fine start.

      Paths start from the file's folder (`cwd`) and then from `cwd` (all others); `~` is the
      home folder. What stands on the command line goes before what stands in the file;
      `PM2_KILL_TIMEOUT`, `PM2_KILL_USE_MESSAGE`, `PM2_GRACEFUL_LISTEN_TIMEOUT`,
      `PM2_LOG_DATE_FORMAT` and `PM2_PROCESS_INSTANCE_VAR` change the defaults.

      `env` is laid over the environment of the caller, `env_<name>` over that when `--env
      <name>` is given.

      """;

  private EcosystemPage() {}

  /// The whole page.
  public static String text() {
    var page = new StringBuilder(HEAD);
    page.append("## Keys\n\n");
    table(Support.SUPPORTED, page);
    page.append(
        """

        ## Without meaning here

        Taken in silence, so that a file of PM2 can stay as it is: PM2's own monitoring, its
        tracing and its version control.

        """);
    meaningless(page);
    return page.toString();
  }

  /// Every key and alias.
  public static List<String> keys() {
    return OptionTable.keys();
  }

  /// Every flag, as `--name`.
  public static List<String> flags() {
    var names = new ArrayList<String>();
    for (var option : OptionTable.all()) {
      option.flags().forEach(flag -> names.add("--" + flag.name()));
    }
    return names;
  }

  /// Keys that say nothing about themselves.
  public static List<String> withoutHelp() {
    return OptionTable.all().stream()
        .filter(option -> option.help().isBlank())
        .map(Option::key)
        .toList();
  }

  private static void table(Support support, StringBuilder page) {
    page.append("| key | also | flags | value | default | meaning |\n|---|---|---|---|---|---|\n");
    for (var option : OptionTable.all()) {
      if (option.support() == support) {
        page.append("| `").append(option.key()).append("` | ");
        page.append(code(option.aliases())).append(" | ");
        page.append(code(flags(option))).append(" | ");
        page.append(option.kind().allowed()).append(" | ");
        page.append(fallback(option)).append(" | ");
        page.append(option.help().replace("<", "\\<")).append(" |\n");
      }
    }
  }

  private static void meaningless(StringBuilder page) {
    page.append("| key | flags |\n|---|---|\n");
    for (var option : OptionTable.all()) {
      if (option.support() == Support.IGNORED) {
        page.append("| `").append(option.key()).append("` | ");
        page.append(code(flags(option))).append(" |\n");
      }
    }
  }

  private static List<String> flags(Option option) {
    var all = new ArrayList<String>();
    for (var flag : option.flags()) {
      all.add("--" + flag.name());
      if (flag.letter() != null) {
        all.add("-" + flag.letter());
      }
    }
    return all;
  }

  private static String code(List<String> words) {
    return words.isEmpty() ? "" : "`" + String.join("`, `", words) + "`";
  }

  private static String fallback(Option option) {
    return switch (option.fallback()) {
      case null -> "";
      case Duration duration -> duration.toMillis() + " ms";
      case List<?> list when list.isEmpty() -> "none";
      case java.util.Map<?, ?> map when map.isEmpty() -> "none";
      case Object other -> "`" + other + "`";
    };
  }
}
