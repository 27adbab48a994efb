package dev.reeve.daemon;

import dev.reeve.model.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/// From the words of a command to the instances that it means.
final class Targets {
  private static final int MAX_NAMES_IN_HINT = 8;

  private Targets() {}

  /// The instances, or why there are none.
  sealed interface Choice {
    record Chosen(List<Supervised> instances) implements Choice {}

    record Nothing(String message, String hint) implements Choice {}
  }

  /// All that the words mean, each instance once, in the order of the words. One word that means
  /// nothing spoils the whole: nothing is done by halves.
  static Choice choose(List<String> words, Collection<Supervised> all) {
    var chosen = new ArrayList<Supervised>();
    for (var word : words) {
      List<Supervised> meant;
      try {
        meant = matching(target(word, all), all);
      } catch (PatternSyntaxException broken) {
        return new Choice.Nothing(
            word + " is no regular expression: " + broken.getDescription(),
            "put a pattern between slashes, as in '/^api-/'");
      }
      if (meant.isEmpty() && !word.equals("all")) {
        return new Choice.Nothing(
            "no app, number or namespace is called '" + word + "'", hint(all));
      }
      meant.stream().filter(each -> !chosen.contains(each)).forEach(chosen::add);
    }
    return new Choice.Chosen(chosen);
  }

  /// What a word means: a number that no instance has is a name.
  static Target target(String word, Collection<Supervised> all) {
    var target = Target.parse(word);
    return target instanceof Target.Numbered && matching(target, all).isEmpty()
        ? new Target.Named(word)
        : target;
  }

  private static List<Supervised> matching(Target target, Collection<Supervised> all) {
    return all.stream().filter(each -> matches(target, each)).toList();
  }

  static boolean matches(Target target, Supervised instance) {
    return target.matches(instance.id, instance.spec.name(), instance.spec.namespace());
  }

  private static String hint(Collection<Supervised> all) {
    var names = new TreeSet<String>();
    all.forEach(each -> names.add(each.spec.name()));
    if (names.isEmpty()) {
      return "the list is empty";
    }
    var shown = names.stream().limit(MAX_NAMES_IN_HINT).toList();
    return "the list has "
        + String.join(", ", shown)
        + (names.size() > MAX_NAMES_IN_HINT ? " and others" : "");
  }
}
