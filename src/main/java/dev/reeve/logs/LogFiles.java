package dev.reeve.logs;

import dev.reeve.model.Rotation;
import dev.reeve.os.AppFiles;
import dev.reeve.os.Credentials;
import dev.reeve.os.Descriptors;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The log files that are in use, one a path.
public final class LogFiles {
  private final Map<String, LogFile> files = new HashMap<>();
  private final Ground ground;

  /// What log files stand on: `trouble` is told in a sentence what cannot be written, `archive`
  /// that a file has left a generation beside it.
  public record Ground(
      Descriptors descriptors,
      AppFiles.Source files,
      Consumer<String> trouble,
      BiConsumer<Path, Care> archive) {}

  /// How a file is rotated, and whose it is: null for our own.
  public record Care(Rotation rotation, @Nullable Credentials owner) {}

  public LogFiles(Ground ground) {
    this.ground = ground;
  }

  /// The file of a path, to be given back with [#release]; null for none. Who came last says how it
  /// is rotated, who came first whose it is.
  public @Nullable LogFile use(@Nullable String path, Care care) {
    if (path == null) {
      return null;
    }
    var file = files.get(path);
    if (file == null) {
      file = new LogFile(path, care, ground);
      files.put(path, file);
    } else {
      file.rotation(care.rotation);
    }
    file.addUser();
    return file;
  }

  public void release(@Nullable LogFile file) {
    if (file != null) {
      file.removeUser();
      forgetUnused();
    }
  }

  /// A run may outlive its app's interest in a file: the file is known until both are gone, for
  /// there must never be two that write to one path.
  private void forgetUnused() {
    files.values().removeIf(LogFile::unused);
  }

  /// Once a second: rotation by the clock, and files that others have moved.
  public void look(long wallMs) {
    for (var file : List.copyOf(files.values())) {
      file.look(wallMs);
    }
    forgetUnused();
  }

  /// Opens every file anew with its next line: someone has moved them.
  public void reopen() {
    files.values().forEach(LogFile::close);
  }

  /// How many are open or wanted.
  public int size() {
    return files.size();
  }
}
