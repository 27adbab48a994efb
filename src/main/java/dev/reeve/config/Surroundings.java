package dev.reeve.config;

import dev.reeve.model.Home;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/// Where the command was given: the caller's environment and folder, the home, what `-` reads, how
/// many cores `max` means, and what starts a program of our own.
public record Surroundings(
    Map<String, String> env, Home home, Path cwd, InputStream stdin, int cores, Path launcher) {
  public Surroundings {
    env = Map.copyOf(env);
  }
}
