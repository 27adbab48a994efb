package dev.reeve.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Valid input made wrong in one to three places, the same for a seed.
final class Mutations {
  private static final List<Object> ODD =
      List.of(
          "",
          " ",
          "-1",
          -1,
          0,
          1e300,
          0.5,
          true,
          false,
          "a\0b",
          "../../..",
          "/",
          "~",
          "∞ŭ",
          "x".repeat(5000),
          List.of(),
          List.of(List.of(List.of())),
          Map.of(),
          Map.of("a", Map.of("b", 1)),
          "max",
          "1e9",
          "99999999999999999999",
          "${HOME}",
          "'; rm -rf x");

  private static final String TEXT_DIRT = "{}[],:\"'\\\n\t\0#*&!|>%@`$\u00e9-=";

  private final Random random;

  Mutations(long seed) {
    this.random = new Random(seed);
  }

  /// A tree of maps and lists with something else in some places.
  @Nullable Object tree(Object valid) {
    @Nullable Object mutated = valid;
    for (int i = random.nextInt(3); i >= 0; i--) {
      mutated = within(mutated);
    }
    return mutated;
  }

  private @Nullable Object within(@Nullable Object node) {
    if (node instanceof Map<?, ?> map && !map.isEmpty() && random.nextInt(8) > 0) {
      return inMap(map);
    }
    if (node instanceof List<?> list && !list.isEmpty() && random.nextInt(8) > 0) {
      var copy = new ArrayList<Object>(list);
      int at = random.nextInt(copy.size());
      switch (random.nextInt(6)) {
        case 0 -> copy.remove(at);
        case 1 -> copy.add(copy.get(at));
        default -> copy.set(at, within(copy.get(at)));
      }
      return copy;
    }
    return odd();
  }

  private Object inMap(Map<?, ?> map) {
    var copy = new LinkedHashMap<Object, @Nullable Object>(map);
    var keys = List.copyOf(map.keySet());
    var key = keys.get(random.nextInt(keys.size()));
    switch (random.nextInt(6)) {
      case 0 -> copy.remove(key);
      case 1 -> copy.put(word(String.valueOf(key)), copy.remove(key));
      case 2 -> copy.put(key, null);
      default -> copy.put(key, within(copy.get(key)));
    }
    return copy;
  }

  private Object odd() {
    return ODD.get(random.nextInt(ODD.size()));
  }

  /// A text with characters gone, doubled, swapped or dirty.
  String text(String valid) {
    var text = new StringBuilder(valid);
    for (int i = random.nextInt(3); i >= 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, TEXT_DIRT.charAt(random.nextInt(TEXT_DIRT.length())));
        case 2 -> text.setCharAt(at, TEXT_DIRT.charAt(random.nextInt(TEXT_DIRT.length())));
        default -> text.setLength(at);
      }
    }
    return text.toString();
  }

  private String word(String valid) {
    return valid.isEmpty() ? "x" : text(valid).replace('\0', 'x');
  }

  /// A command line with words gone, doubled, swapped, and made dirty.
  List<String> line(List<String> valid) {
    var words = new ArrayList<>(valid);
    for (int i = random.nextInt(3); i >= 0 && !words.isEmpty(); i--) {
      int at = random.nextInt(words.size());
      switch (random.nextInt(6)) {
        case 0 -> words.remove(at);
        case 1 -> words.add(at, words.get(at));
        case 2 -> words.add(at, String.valueOf(odd()).replace('\0', ' '));
        case 3 -> words.add(words.remove(at));
        default -> words.set(at, word(words.get(at)));
      }
    }
    return words;
  }
}
