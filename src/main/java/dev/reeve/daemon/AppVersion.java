package dev.reeve.daemon;

import dev.reeve.model.Json;
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
  static @Nullable String of(Path script, long sinceMs) {
    for (var folder = script.getParent(); folder != null; folder = folder.getParent()) {
      var file = folder.resolve(FILE);
      if (Files.isRegularFile(file)) {
        try {
          return read(file, sinceMs);
        } catch (IOException | Json.Malformed broken) {
          // It is no package then; the next folder above may be one.
        }
      }
    }
    return null;
  }

  private static @Nullable String read(Path file, long sinceMs) throws IOException, Json.Malformed {
    if (Files.size(file) > LARGEST) {
      throw new IOException("too large for a " + FILE);
    }
    var version = Json.parseObject(Files.readString(file)).textOrNull("version");
    boolean shown = version != null && SHOWN.matcher(version).matches();
    return shown && Files.getLastModifiedTime(file).toMillis() <= sinceMs ? version : null;
  }
}
