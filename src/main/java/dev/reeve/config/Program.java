package dev.reeve.config;

import dev.reeve.model.AppSpec;
import dev.reeve.model.FileServing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a `script` turns out to be: a file with an interpreter, a command of PATH, or a line for
/// bash. `found` is false when there is no such thing on the disk.
record Program(String script, List<String> args, String interpreter, boolean found) {
  private static final int MOST_OF_A_FIRST_LINE = 128;

  private static final Map<String, String> INTERPRETERS =
      Map.ofEntries(
          Map.entry("js", "node"),
          Map.entry("cjs", "node"),
          Map.entry("mjs", "node"),
          Map.entry("py", "python3"),
          Map.entry("sh", "bash"),
          Map.entry("php", "php"),
          Map.entry("rb", "ruby"),
          Map.entry("pl", "perl"),
          Map.entry("coffee", "coffee"),
          Map.entry("ls", "lsc"));

  /// `settings` holds `script`; `cwd` is absolute, `commands` looks where the app's own PATH says.
  static Program of(Settings settings, Path cwd, Commands commands) {
    var written = settings.text("script", "");
    var args = settings.words("args");
    var chosen = settings.filled("interpreter");
    var file = Path.of(Places.of(written, cwd, commands.env()));
    if (Files.isRegularFile(file)) {
      var interpreter = chosen != null ? chosen : interpreterOf(file, commands);
      return new Program(file.toString(), args, interpreter, true);
    }
    var command = written.contains("/") ? null : commands.find(written);
    if (command != null) {
      return new Program(command.toString(), args, orNone(chosen), true);
    }
    var bash = isLine(written) ? commands.find("bash") : null;
    if (bash != null) {
      var all = Stream.concat(Stream.of("-c", written), args.stream()).toList();
      return new Program(bash.toString(), all, AppSpec.Command.NO_INTERPRETER, true);
    }
    return new Program(file.toString(), args, orNone(chosen), false);
  }

  /// The app that serves static files: the launcher is where it was after any update.
  static Program fileServer(Path launcher) {
    return new Program(
        launcher.toString(),
        List.of(FileServing.PROGRAM),
        AppSpec.Command.NO_INTERPRETER,
        Files.isRegularFile(launcher));
  }

  /// Whether a script is a line for a shell rather than a path.
  static boolean isLine(String script) {
    return script.strip().contains(" ");
  }

  private static String orNone(@Nullable String chosen) {
    return chosen != null ? chosen : AppSpec.Command.NO_INTERPRETER;
  }

  private static String interpreterOf(Path file, Commands commands) {
    var ending = ending(file.getFileName().toString()).toLowerCase(Locale.ROOT);
    if (ending.equals("ts") || ending.equals("tsx")) {
      return commands.find("bun") != null ? "bun" : "node";
    }
    var known = INTERPRETERS.get(ending);
    return known != null ? known : firstLine(file);
  }

  /// A file whose first line names Node or Bun is run by that, so that it can be one of a cluster,
  /// and need not be executable.
  private static String firstLine(Path file) {
    try (var in = Files.newInputStream(file)) {
      var head = new String(in.readNBytes(MOST_OF_A_FIRST_LINE), StandardCharsets.UTF_8);
      var words = head.lines().findFirst().orElse("").split("[ /]+", -1);
      boolean named = words.length > 1 && words[0].equals("#!");
      var last = named ? words[words.length - 1] : "";
      return last.equals("node") || last.equals("bun") ? last : AppSpec.Command.NO_INTERPRETER;
    } catch (IOException unreadable) {
      return AppSpec.Command.NO_INTERPRETER;
    }
  }

  private static String ending(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(dot + 1) : "";
  }

  /// The name that an app gets from its script: the last part of a path, less its ending.
  static String nameOf(String script) {
    var line = script.strip();
    var last = isLine(line) ? line : line.substring(line.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    return dot > 0 ? last.substring(0, dot) : last;
  }
}
