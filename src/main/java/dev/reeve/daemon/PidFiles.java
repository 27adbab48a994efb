package dev.reeve.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The pid of each instance in a file of its own, for scripts. A disk that does not take it is told
/// and otherwise ignored: the list is the truth.
final class PidFiles {
  private final DaemonLog log;

  PidFiles(DaemonLog log) {
    this.log = log;
  }

  void write(String path, int pid) {
    var file = Path.of(path);
    try {
      var folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, String.valueOf(pid));
    } catch (IOException refused) {
      log.say("pid file " + path + " cannot be written: " + refused.getMessage());
    }
  }

  void remove(String path) {
    try {
      Files.deleteIfExists(Path.of(path));
    } catch (IOException refused) {
      log.say("pid file " + path + " cannot be removed: " + refused.getMessage());
    }
  }
}
