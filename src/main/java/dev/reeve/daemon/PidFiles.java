package dev.reeve.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Consumer;

/// Where the pid of each instance stands for scripts to read.
interface PidFiles {
  void write(String path, int pid);

  void remove(String path);

  /// Files. A disk that does not take them is told and otherwise ignored: the list is the truth.
  record OnDisk(Consumer<String> trouble) implements PidFiles {
    @Override
    public void write(String path, int pid) {
      try {
        var file = Path.of(path);
        var folder = file.getParent();
        if (folder != null) {
          Files.createDirectories(folder);
        }
        Files.writeString(file, String.valueOf(pid));
      } catch (IOException | InvalidPathException refused) {
        trouble.accept("pid file " + path + " cannot be written: " + refused.getMessage());
      }
    }

    @Override
    public void remove(String path) {
      try {
        Files.deleteIfExists(Path.of(path));
      } catch (IOException | InvalidPathException refused) {
        trouble.accept("pid file " + path + " cannot be removed: " + refused.getMessage());
      }
    }
  }
}
