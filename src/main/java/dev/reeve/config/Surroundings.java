package dev.reeve.config;

import dev.reeve.model.Home;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/// Where the command was given: the caller's environment and folder, the home, what `-` reads, and
/// how many cores `max` means.
public record Surroundings(
    Map<String, String> env, Home home, Path cwd, InputStream stdin, int cores) {
  public Surroundings {
    env = Map.copyOf(env);
  }
}
