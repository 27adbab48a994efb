package dev.reeve.store;

import dev.reeve.model.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/// Makes a home: nobody but its owner may look into it.
public final class Folders {
  private Folders() {}

  /// Makes what is missing of a home and closes it to others; it may have been open before. Without
  /// the folders for logs and pids, which a full disk may refuse, apps can run.
  public static void make(Home home) throws IOException {
    Files.createDirectories(home.state());
    for (var folder : List.of(home.logs(), home.pids())) {
      try {
        Files.createDirectories(folder);
      } catch (IOException refused) {
        System.err.println(folder + " cannot be made: " + refused.getMessage());
      }
    }
    Files.setPosixFilePermissions(home.root(), PosixFilePermissions.fromString("rwx------"));
  }

  /// The home to use where nobody has named one: the usual one, or, where that cannot be written,
  /// as in a container with a read-only root, one in the memory.
  public static Home firstUsable(Home usual, Map<String, String> env) {
    boolean named = env.containsKey("REEVE_HOME") || env.containsKey("PM2_HOME");
    var name = "reeve-" + System.getProperty("user.name", "0").replaceAll("[^A-Za-z0-9]", "_");
    for (var root :
        List.of(
            usual.root(),
            Path.of("/run", name),
            Path.of("/tmp", name),
            Path.of("/dev/shm", name))) {
      if (named || isUsable(root)) {
        return new Home(root);
      }
    }
    return usual;
  }

  private static boolean isUsable(Path root) {
    try {
      Files.createDirectories(root);
      return Files.isWritable(root)
          && Files.getOwner(root).equals(Files.getOwner(Path.of("/proc/self")));
    } catch (IOException refused) {
      return false;
    }
  }
}
