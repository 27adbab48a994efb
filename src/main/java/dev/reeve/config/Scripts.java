package dev.reeve.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The programs in JavaScript that stand in our own jar.
final class Scripts {
  private Scripts() {}

  static String text(String name) throws IOException {
    try (InputStream in = Scripts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing in Reeve's own jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
