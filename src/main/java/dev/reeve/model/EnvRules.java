package dev.reeve.model;

import java.util.List;

/// How the outer layers of an app's environment come about: what is kept from it of the caller's,
/// and which files are read for it.
public record EnvRules(EnvFilter filter, List<EnvFile> files) {
  public static final EnvRules NONE = new EnvRules(EnvFilter.NONE, List.of());

  public EnvRules {
    files = List.copyOf(files);
  }
}
