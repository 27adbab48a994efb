package dev.reeve.config;

import dev.reeve.model.Problem;
import dev.reeve.model.WrittenApp;
import java.util.List;

/// The apps of a file for who wants them elsewhere: files and commands that this machine lacks are
/// warnings only.
public record Written(List<WrittenApp> apps, List<Problem> problems, List<Problem> warnings) {
  public Written {
    apps = List.copyOf(apps);
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
  }
}
