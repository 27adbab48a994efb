package dev.reeve.config;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Problem;
import java.util.List;

/// The apps that can be started, and all that is wrong with the others. Warnings hold nothing up.
/// `needed` are apps that were not asked for, and that those that were start after.
public record Loaded(
    List<AppSpec> specs, List<AppSpec> needed, List<Problem> problems, List<Problem> warnings) {
  public Loaded {
    needed = List.copyOf(needed);
    specs = List.copyOf(specs);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }
}
