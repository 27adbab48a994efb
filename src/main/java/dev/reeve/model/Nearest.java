package dev.reeve.model;

import java.util.Collection;
import java.util.Optional;

/// The known word that a mistyped one most likely was.
public final class Nearest {
  private Nearest() {}

  /// The candidate with the fewest edits, if they are few for the word's length.
  public static Optional<String> of(String word, Collection<String> candidates) {
    String best = null;
    int fewest = Math.max(1, word.length() / 3) + 1;
    for (var candidate : candidates) {
      int edits = distance(word, candidate);
      if (edits < fewest || (edits == fewest && best != null && candidate.compareTo(best) < 0)) {
        fewest = edits;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /// Insertions, deletions, replacements and swaps of neighbours.
  static int distance(String from, String to) {
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] now = new int[to.length() + 1];
      now[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = last[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(replaced, Math.min(last[j], now[j - 1]) + 1);
        if (swapped(from, i, to, j)) {
          now[j] = Math.min(now[j], beforeLast[j - 2] + 1);
        }
      }
      beforeLast = last;
      last = now;
    }
    return last[to.length()];
  }

  private static boolean swapped(String from, int i, String to, int j) {
    return i > 1
        && j > 1
        && from.charAt(i - 1) == to.charAt(j - 2)
        && from.charAt(i - 2) == to.charAt(j - 1);
  }
}
