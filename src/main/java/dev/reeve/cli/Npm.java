package dev.reeve.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// `npm`, in the folder of a module.
record Npm(Map<String, String> env) {
  private static final int MAX_LINES = 4;

  /// Installs one package, as `npm` understands `what`, into an empty folder.
  void install(String what, Path folder) throws Failed {
    try {
      // Else npm looks for a project in the folders above.
      Files.writeString(folder.resolve("package.json"), "{\"private\": true}\n");
    } catch (IOException refused) {
      throw Failed.refused(folder + " can't be written: " + refused, "see to its parent");
    }
    run(folder, "npm could not install " + what, List.of("install", what));
  }

  /// Installs what the package of a folder depends on.
  void installDependencies(Path folder) throws Failed {
    run(folder, "npm could not install what " + folder + " depends on", List.of("install"));
  }

  private void run(Path folder, String failure, List<String> words) throws Failed {
    var all = new ArrayList<>(words);
    all.addAll(List.of("--omit=dev", "--no-audit", "--no-fund", "--no-update-notifier"));
    var said = new Tool("npm", "install Node.js, which has it", env).run(folder, all);
    if (!said.ok()) {
      throw Failed.refused(failure + ": " + reason(said.text()), "nothing was changed");
    }
  }

  /// What it says first about its error.
  private static String reason(String text) {
    return text.lines()
        .filter(line -> line.startsWith("npm error ") && !line.contains("complete log"))
        .map(line -> line.substring("npm error ".length()).strip())
        .filter(line -> !line.isEmpty() && !line.matches("(code|errno|syscall) .*"))
        .limit(MAX_LINES)
        .collect(Collectors.joining(" / "));
  }
}
