package dev.reeve.model;

import java.util.Arrays;
import java.util.Optional;

/// What ends with a run beside its main process.
public enum TreeKill {
  /// Nothing.
  OFF("false"),
  /// What is known to be of the run: by its parent, its session, or the mark in its environment.
  ON("true"),
  /// That, and what has laid down all of these: each process of the run has a mark that it cannot
  /// lay down by accident.
  STRICT("strict");

  private final String word;

  TreeKill(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }

  /// Whether anything beside the main process ends with a run.
  public boolean tree() {
    return this != OFF;
  }

  public static TreeKill of(boolean tree) {
    return tree ? ON : OFF;
  }

  public static Optional<TreeKill> ofWord(String word) {
    return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
  }
}
