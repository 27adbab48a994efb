package dev.reeve.store;

import dev.reeve.model.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// Makes a home: nobody but its owner may look into it.
public final class Folders {
  private Folders() {}

  /// Makes what is missing of a home and closes it to others; it may have been open before.
  public static void make(Home home) throws IOException {
    for (var folder : List.of(home.root(), home.logs(), home.pids(), home.state())) {
      Files.createDirectories(folder);
    }
    Files.setPosixFilePermissions(home.root(), PosixFilePermissions.fromString("rwx------"));
  }
}
