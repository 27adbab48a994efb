package dev.reeve.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files of a home, read as a whole. Something else may stand in their place: whoever opens a named
/// pipe waits for its other end for good.
public final class PlainFile {
  private PlainFile() {}

  public static byte[] bytes(Path file) throws IOException {
    check(file);
    return Files.readAllBytes(file);
  }

  /// As [Files#readString(Path)] has it.
  public static String text(Path file) throws IOException {
    check(file);
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  /// Fails with a sentence when something is there that is no file.
  public static void check(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(file + " is no file; move it away");
    }
  }
}
