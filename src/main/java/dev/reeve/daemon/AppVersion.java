package dev.reeve.daemon;

import dev.reeve.model.Json;
import dev.reeve.os.AppFiles;
import dev.reeve.os.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The version that an app is of: what the nearest `package.json` above its script says.
final class AppVersion {
  private static final String FILE = "package.json";
  private static final long LARGEST = 256 << 10;
  private static final Pattern SHOWN = Pattern.compile("[\\w.+~:-]{1,64}");

  private AppVersion() {}

  /// Null when none is known, or when the file has changed since a moment: what began before it is
  /// of another version.
  static @Nullable String of(Path script, long sinceMs, AppFiles files) {
    for (var folder = script.getParent(); folder != null; folder = folder.getParent()) {
      var file = folder.resolve(FILE);
      if (Files.isRegularFile(file)) {
        try {
          return read(file, sinceMs, files);
        } catch (IOException | Json.Malformed broken) {
          // It is no package then; the next folder above may be one.
        }
      }
    }
    return null;
  }

  private static @Nullable String read(Path file, long sinceMs, AppFiles files)
      throws IOException, Json.Malformed {
    int fd = files.open(file.toString(), AppFiles.How.READ);
    if (fd < 0) {
      throw new IOException(Errno.sentence(-fd));
    }
    try {
      var facts = files.facts(fd);
      if (facts == null || !facts.regular() || facts.size() > LARGEST) {
        throw new IOException("is no " + FILE);
      }
      var opened = Path.of("/proc/self/fd/" + fd);
      var version = Json.parseObject(Files.readString(opened)).textOrNull("version");
      boolean shown = version != null && SHOWN.matcher(version).matches();
      return shown && facts.changedMs() <= sinceMs ? version : null;
    } finally {
      files.close(fd);
    }
  }
}
