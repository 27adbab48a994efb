package dev.reeve.cli;

import dev.reeve.model.Home;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.PlainFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where one module is installed: `modules/<name>`, and the package below it as npm puts it.
record ModuleFolder(Path path, String name) {
  static ModuleFolder of(Home home, String name) {
    return new ModuleFolder(home.modules().resolve(name), name);
  }

  /// All of a home, by name, those that PM2 has installed too.
  static List<ModuleFolder> all(Home home) {
    var all = new ArrayList<ModuleFolder>();
    for (var name : names(home.modules())) {
      var scoped = name.startsWith("@") ? names(home.modules().resolve(name)) : List.<String>of();
      scoped.forEach(each -> all.add(of(home, name + "/" + each)));
      if (!name.startsWith("@")) {
        all.add(of(home, name));
      }
    }
    return all;
  }

  private static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(Files::isDirectory)
          .map(each -> String.valueOf(each.getFileName()))
          .filter(each -> !each.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  boolean isThere() {
    return Files.isDirectory(path);
  }

  /// Whether `install` or `import` has been through it.
  boolean isOurs() {
    return Files.exists(path.resolve(Home.MODULE_SPECS));
  }

  Path packageFolder() {
    return path.resolve("node_modules").resolve(name);
  }

  Path file() {
    return path.resolve(Home.MODULE_FILE);
  }

  Path specs() {
    return path.resolve(Home.MODULE_SPECS);
  }

  /// What `install` was told, or the name where that is not known.
  String source() {
    return json(file()).text("source", name);
  }

  String version() {
    return json(packageFolder().resolve("package.json")).text("version", "N/A");
  }

  private static JsonObject json(Path file) {
    try {
      return Json.parseObject(PlainFile.text(file));
    } catch (IOException | Json.Malformed unreadable) {
      return JsonObject.empty();
    }
  }

  /// Removes a folder with all that is in it; what a link leads to stays.
  static void remove(Path folder) throws IOException {
    if (!Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (UncheckedIOException refused) {
      throw refused.getCause();
    }
  }
}
