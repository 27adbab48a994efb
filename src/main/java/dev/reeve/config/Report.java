package dev.reeve.config;

import dev.reeve.model.Problem;
import java.util.ArrayList;
import java.util.List;

/// What was found wrong on the way. An app is fine if its problems did not grow meanwhile.
final class Report {
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  void problem(Problem problem) {
    problems.add(problem);
  }

  void warning(Problem warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
  }

  int problemCount() {
    return problems.size();
  }

  List<Problem> problems() {
    return problems;
  }

  List<Problem> warnings() {
    return warnings;
  }
}
