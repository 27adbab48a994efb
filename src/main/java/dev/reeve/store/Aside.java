package dev.reeve.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Keeps a file that cannot be read, so that the next write does not destroy what may be in it.
final class Aside {
  private Aside() {}

  /// Moves the file beside itself under a free name, which is returned.
  static Path put(Path file) throws IOException {
    var kept = file.resolveSibling(file.getFileName() + ".broken");
    for (int i = 1; Files.exists(kept); i++) {
      kept = file.resolveSibling(file.getFileName() + ".broken." + i);
    }
    Files.move(file, kept, StandardCopyOption.ATOMIC_MOVE);
    return kept;
  }
}
