package dev.reeve.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Writes a file of the system in one step: a reader finds the old one or the new one.
final class SystemFile {
  private SystemFile() {}

  /// False when nothing had to change.
  static boolean write(Path file, String text, boolean executable) throws IOException {
    if (Files.exists(file)
        && Files.readString(file).equals(text)
        && Files.isExecutable(file) == executable) {
      return false;
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    var fresh = file.resolveSibling("." + file.getFileName() + ".new");
    Files.writeString(fresh, text);
    var mode = PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--");
    Files.setPosixFilePermissions(fresh, mode);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }
}
