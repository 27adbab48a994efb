package dev.reeve.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file that a user names to be read. Whatever else stands in its place neither holds a command
/// up nor fills its memory.
final class InputFile {
  private static final int FILE_TYPE = 0xf000;
  private static final int NAMED_PIPE = 0x1000;
  private static final int SOCKET = 0xc000;

  private InputFile() {}

  /// Why it can't be read as one, in a few words that follow its name; null when it can.
  static @Nullable String trouble(Path path, int maxBytes) throws IOException {
    if (Files.isDirectory(path)) {
      return "is a folder";
    }
    int type = (Integer) Files.getAttribute(path, "unix:mode") & FILE_TYPE;
    if (type == NAMED_PIPE && !isOfTheShell(path)) {
      return "is a pipe, which has no end";
    }
    if (type == SOCKET) {
      return "is a socket";
    }
    return Files.size(path) > maxBytes ? "is larger than " + (maxBytes >> 20) + " MB" : null;
  }

  static String hint(Path path, String kind) {
    return Files.isDirectory(path) ? "name a file in it" : "name " + kind;
  }

  /// Those of the shell, `<(…)`, end when what writes to them does.
  private static boolean isOfTheShell(Path path) {
    return path.startsWith("/dev/fd")
        || path.equals(Path.of("/dev/stdin"))
        || path.startsWith("/proc");
  }

  /// A device has no size: it is read until there is too much.
  static byte[] bytes(Path path, int maxBytes) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      var bytes = in.readNBytes(maxBytes + 1);
      if (bytes.length > maxBytes) {
        throw new IOException(path + " has no end, or more than " + (maxBytes >> 20) + " MB");
      }
      return bytes;
    }
  }
}
