package dev.reeve.config;

import dev.reeve.model.Accounts;
import dev.reeve.model.Identity;
import dev.reeve.model.RunAs;
import dev.reeve.model.Way;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads a file for an app that runs as somebody else. When root does, and the path leads through a
/// folder in which others may put a link, that user reads it: a process of its own, as Java has no
/// other way (`man 1 setpriv`). What only root can change is root's to hand on.
final class ReadAs {
  private static final Path CHANGER = Path.of("/usr/bin/setpriv");
  private static final String LIMIT = "20";

  private ReadAs() {}

  static byte[] user(@Nullable RunAs as, Path path) throws IOException {
    if (as == null || Identity.ofThisProcess().uid() != 0 || Way.of(path.toString(), true).ours()) {
      return InputFile.bytes(path, EnvFiles.MAX_BYTES);
    }
    return Accounts.ofMachine().resolve(as) instanceof Accounts.Resolved.Known known
            && known.uid() > 0
        ? byUser(known, path)
        : InputFile.bytes(path, EnvFiles.MAX_BYTES);
  }

  private static byte[] byUser(Accounts.Resolved.Known user, Path path) throws IOException {
    if (!Files.isExecutable(CHANGER)) {
      throw new IOException(path + ": " + CHANGER + " is missing, by which its user would read it");
    }
    var groups = user.groups().stream().map(String::valueOf).collect(Collectors.joining(","));
    var builder =
        new ProcessBuilder(
            List.of(
                CHANGER.toString(),
                "--reuid=" + user.uid(),
                "--regid=" + user.gid(),
                "--groups=" + groups,
                "--inh-caps=-all",
                "--",
                "/usr/bin/timeout",
                LIMIT,
                "/bin/cat",
                "--",
                path.toString()));
    builder.environment().clear();
    builder.redirectErrorStream(true);
    var reading = builder.start();
    reading.getOutputStream().close();
    try (var content = reading.getInputStream()) {
      var bytes = content.readNBytes(EnvFiles.MAX_BYTES);
      if (reading.waitFor() != 0) {
        throw new IOException("as its user: " + new String(bytes, StandardCharsets.UTF_8).strip());
      }
      return bytes;
    } catch (InterruptedException interrupted) {
      throw new IOException(path + ": interrupted", interrupted);
    } finally {
      reading.destroyForcibly();
    }
  }
}
