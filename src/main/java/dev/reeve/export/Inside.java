package dev.reeve.export;

import dev.reeve.model.AppSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where things of this machine are in a container: what lies under `root`, the folder of the
/// ecosystem file, lies under `/app`.
record Inside(Path root, Wish.Programs programs) {
  static final Path HOME = Path.of("/app");

  static Inside of(Wish wish) {
    return new Inside(wish.root(), wish.programs());
  }

  boolean holds(String path) {
    return Path.of(path).startsWith(root);
  }

  /// A path that is not under the root stays as it is.
  String path(String path) {
    return holds(path) ? HOME.resolve(root.relativize(Path.of(path))).toString() : path;
  }

  /// The command, as seen from the app's folder. What runs a script is named, not placed, unless
  /// the folder brings it along: an image has it somewhere else.
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
    var name = String.valueOf(file.getFileName());
    var command = spec.command();
    boolean bare = command.hasInterpreter() && !command.interpreter().contains("/");
    var found = bare ? programs.find(spec, name) : file;
    return found != null && holds(found.toString()) ? path(found.toString()) : name;
  }

  private String script(AppSpec.Command command) {
    var script = Path.of(command.script());
    var cwd = Path.of(command.cwd());
    return script.startsWith(cwd) ? cwd.relativize(script).toString() : path(script.toString());
  }
}
