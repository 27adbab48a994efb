package dev.reeve.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares a text with `src/test/resources/golden/<name>`. Run the tests with
/// `-Dreeve.golden=write` to take the text as the new golden one, and review the diff.
public final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  public static void check(String name, String text) {
    check(FOLDER.resolve(name), text);
  }

  /// What a golden file says at the moment.
  public static String text(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name));
  }

  /// The same for a page of the documentation that is written from the tables.
  public static void check(Path file, String text) {
    try {
      if ("write".equals(System.getProperty("reeve.golden"))) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
      }
      assertThat(text).as("golden file %s", file).isEqualTo(Files.readString(file));
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }
}
