package dev.reeve.boot;

import static dev.reeve.boot.Finding.advice;
import static dev.reeve.boot.Finding.bad;
import static dev.reeve.boot.Finding.good;

import dev.reeve.boot.Facts.Place;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Who can change what the daemon runs and reads: facts → findings. Pure. One finding a place,
/// however many paths lead through it.
final class AccessChecks {
  private static final String CHECK = "who can change it";
  private static final int MOST_NAMED = 3;

  /// What is wrong with a place, in whose hands it is, and how to mend it.
  private record Weak(Place place, String why, String mend, boolean absent) {}

  private AccessChecks() {}

  static Stream<Finding> all(List<Facts.Use> uses) {
    var weak = new LinkedHashMap<Weak, Set<String>>();
    for (var use : uses) {
      weakOf(use)
          .forEach(each -> weak.computeIfAbsent(each, _ -> new LinkedHashSet<>()).add(use.what()));
    }
    if (weak.isEmpty()) {
      var count = uses.size();
      return Stream.of(good(CHECK, "nobody else, of " + count + " paths that it runs or reads"));
    }
    return weak.entrySet().stream().map(each -> finding(each.getKey(), each.getValue()));
  }

  private static Finding finding(Weak weak, Set<String> uses) {
    var some = String.join(", ", uses.stream().limit(MOST_NAMED).toList());
    int more = uses.size() - MOST_NAMED;
    var what = some + (more > 0 ? " and " + more + " more" : "");
    var verb = weak.absent ? ", and is taken as the " : ", and with it the ";
    var message = weak.place.path() + " " + weak.why + verb + what;
    return weak.absent ? advice(CHECK, message, weak.mend) : bad(CHECK, message, weak.mend);
  }

  private static Stream<Weak> weakOf(Facts.Use use) {
    var folders = new LinkedHashMap<Path, Place>();
    use.way().forEach(each -> folders.put(each.path(), each));
    return use.way().stream().flatMap(each -> weak(each, use.trusted(), folders));
  }

  private static Stream<Weak> weak(Place place, Set<Integer> trusted, Map<Path, Place> folders) {
    var parent = place.path().getParent();
    var folder = parent == null ? null : folders.get(parent);
    boolean shared = folder != null && folder.sticky() && isOpen(folder, trusted);
    return switch (place.kind()) {
      case OTHER -> Stream.of();
      case ABSENT -> shared && folder != null ? Stream.of(absent(place, folder)) : Stream.of();
      case LINK -> shared ? owned(place, trusted) : Stream.of();
      case FOLDER ->
          place.sticky()
              ? owned(place, trusted)
              : Stream.concat(owned(place, trusted), open(place, trusted));
      case FILE -> Stream.concat(owned(place, trusted), open(place, trusted));
    };
  }

  private static Weak absent(Place place, Place folder) {
    return new Weak(
        folder,
        "is everybody's, and %s is not there: any user can make it".formatted(place.path()),
        "keep what it needs in a folder that only its user can write",
        true);
  }

  private static Stream<Weak> owned(Place place, Set<Integer> trusted) {
    return trusted.contains(place.owner())
        ? Stream.of()
        : Stream.of(
            new Weak(
                place,
                "belongs to %s, who can write it".formatted(place.ownerName()),
                "chown root %s, or give the app that user: uid".formatted(word(place)),
                false));
  }

  private static Stream<Weak> open(Place place, Set<Integer> trusted) {
    if (place.othersWrite()) {
      return Stream.of(open(place, "every user", "chmod o-w "));
    }
    return isOpen(place, trusted)
        ? Stream.of(open(place, "group " + place.group(), "chmod g-w "))
        : Stream.of();
  }

  private static Weak open(Place place, String who, String mend) {
    return new Weak(place, "can be written by " + who, mend + word(place), false);
  }

  private static boolean isOpen(Place place, Set<Integer> trusted) {
    return place.othersWrite() || (place.groupWrites() && !trusted.containsAll(place.members()));
  }

  private static String word(Place place) {
    return UnitFacts.shellWord(place.path().toString());
  }
}
