package dev.reeve.daemon;

import dev.reeve.model.Generation;
import dev.reeve.model.Home;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/// The files that come and go by our own doing: the home, log files with all that rotation makes of
/// them, and pid files. Made for one turn of the loop.
final class OwnFiles {
  private final Home home;
  private final Set<String> files = new HashSet<>();
  private final Set<String> stems = new HashSet<>();

  OwnFiles(Home home, Collection<Supervised> instances) {
    this.home = home;
    for (var instance : instances) {
      files.add(instance.files.pidFile());
      for (var file : instance.filesInUse()) {
        if (file != null) {
          files.add(file.path());
          stems.add(stem(file.path()));
        }
      }
    }
  }

  private static String stem(String log) {
    return log.endsWith(".log") ? log.substring(0, log.length() - ".log".length()) : log;
  }

  boolean has(Path path) {
    var name = path.toString();
    int mark = name.lastIndexOf(Generation.MARK);
    return path.startsWith(home.root())
        || files.contains(name)
        || (mark > 0 && stems.contains(name.substring(0, mark)));
  }
}
