package dev.reeve.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Where a command of an app is looked for: the `node_modules/.bin` folders from the app's folder
/// upwards, then the app's own PATH; never the supervisor's. In a folder where everybody may write,
/// as in `/tmp`, everybody could put a program of that name. The asker looks what is there.
public record SearchPath(String cwd, String path) {
  private static final int OTHERS_WRITE = 0002;

  /// The places where `name` may be, best first. A name with a slash is a path of its own.
  public List<Path> candidates(String name) {
    var folder = Path.of(cwd);
    if (name.contains("/")) {
      return List.of(folder.resolve(name).normalize());
    }
    return Stream.concat(localFolders(folder), pathFolders(folder))
        .map(each -> each.resolve(name))
        .toList();
  }

  private static Stream<Path> localFolders(Path folder) {
    return Stream.<Path>iterate(folder, each -> each != null, Path::getParent)
        .filter(each -> !isEverybodys(each))
        .map(each -> each.resolve("node_modules").resolve(".bin"));
  }

  private static boolean isEverybodys(Path folder) {
    try {
      return Files.getAttribute(folder, "unix:mode") instanceof Integer mode
          && (mode & OTHERS_WRITE) != 0;
    } catch (IOException absent) {
      // Nothing is found there.
      return false;
    }
  }

  private Stream<Path> pathFolders(Path folder) {
    return Arrays.stream(path.split(":", -1))
        .filter(each -> !each.isEmpty())
        .map(each -> folder.resolve(each));
  }
}
