package dev.reeve.export;

import dev.reeve.model.AppSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where things of this machine are in a container: what lies under `root`, the folder of the
/// ecosystem file, lies under `/app`.
record Inside(Path root) {
  static final Path HOME = Path.of("/app");

  boolean holds(String path) {
    return Path.of(path).startsWith(root);
  }

  /// A path that is not under the root stays as it is.
  String path(String path) {
    return holds(path) ? HOME.resolve(root.relativize(Path.of(path))).toString() : path;
  }

  /// The command, as seen from the app's folder. What runs a script is named, not placed: an image
  /// has it somewhere else.
  List<String> command(AppSpec spec) {
    var command = spec.command();
    var words = new ArrayList<String>();
    if (command.hasInterpreter()) {
      words.add(program(Path.of(command.cwd()).resolve(command.interpreter()), spec));
      words.addAll(command.interpreterArgs());
      words.add(script(command));
    } else {
      words.add(program(Path.of(command.script()), spec));
    }
    words.addAll(command.args());
    return words;
  }

  private String program(Path file, AppSpec spec) {
    var command = spec.command();
    boolean bare = command.hasInterpreter() && !command.interpreter().contains("/");
    return !bare && holds(file.toString())
        ? path(file.toString())
        : String.valueOf(file.getFileName());
  }

  private String script(AppSpec.Command command) {
    var script = Path.of(command.script());
    var cwd = Path.of(command.cwd());
    return script.startsWith(cwd) ? cwd.relativize(script).toString() : path(script.toString());
  }
}
