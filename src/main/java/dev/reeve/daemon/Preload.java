package dev.reeve.daemon;

import dev.reeve.model.Home;
import dev.reeve.store.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The few lines that a cluster worker loads before its own (`drain.cjs`), as a file of the home.
final class Preload {
  private static final String NAME = "drain.cjs";

  private final Path file;
  private final Consumer<String> log;
  private boolean written;

  Preload(Home home, Consumer<String> log) {
    this.file = home.state().resolve(NAME);
    this.log = log;
  }

  /// The file, or null when it cannot be written: workers do without.
  @Nullable Path file() {
    try {
      if (!written || !Files.exists(file)) {
        AtomicFile.writeQuickly(file, text());
        written = true;
      }
      return file;
    } catch (IOException refused) {
      log.accept("workers cannot tell their clients to go when they are replaced: " + refused);
      return null;
    }
  }

  private static String text() throws IOException {
    try (InputStream in = Preload.class.getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IOException(NAME + " is missing in Reeve's own jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
