package dev.reeve.logs;

import dev.reeve.os.Descriptors;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The log files that are in use, one a path.
public final class LogFiles {
  private final Map<String, LogFile> files = new HashMap<>();
  private final Descriptors descriptors;
  private final Consumer<String> trouble;

  /// `trouble` is told in a sentence what cannot be written.
  public LogFiles(Descriptors descriptors, Consumer<String> trouble) {
    this.descriptors = descriptors;
    this.trouble = trouble;
  }

  /// The file of a path, to be given back with [#release]; null for none.
  public @Nullable LogFile use(@Nullable String path) {
    if (path == null) {
      return null;
    }
    var file = files.computeIfAbsent(path, each -> new LogFile(each, descriptors, trouble));
    file.addUser();
    return file;
  }

  public void release(@Nullable LogFile file) {
    if (file != null && file.removeUser()) {
      files.remove(file.path());
    }
  }

  /// How many are open or wanted.
  public int size() {
    return files.size();
  }
}
