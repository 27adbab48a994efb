package dev.reeve.model;

import java.util.List;

/// A text that a shell shall read, as a command with arguments.
public final class ShellLine {
  private static final String SHELL = "/bin/sh";

  private ShellLine() {}

  /// The command that has a shell read the line.
  public static List<String> command(String line) {
    return List.of(SHELL, "-c", line);
  }

  /// What was given to [#command], or the words of any other command; for people.
  public static String of(List<String> words) {
    return isLine(words) ? words.getLast() : String.join(" ", words);
  }

  /// Whether [#command] made it.
  public static boolean isLine(List<String> words) {
    return words.size() == 3 && words.getFirst().equals(SHELL) && words.get(1).equals("-c");
  }
}
