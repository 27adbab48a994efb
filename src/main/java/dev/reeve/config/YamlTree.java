package dev.reeve.config;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// YAML → a tree of a size that everyone after it can walk. What is nested deeper than a stack
/// holds is refused before anything is built of it; so is, afterwards, what its aliases make deep
/// or large: a node may stand within itself, and a few lines can mean a billion values.
final class YamlTree {
  /// As deep as JSON may be nested.
  private static final int DEEPEST = 255;

  private static final int MOST_VALUES = 1_000_000;

  private int values;

  private YamlTree() {}

  /// What is wrong comes as an exception of the library's.
  static @Nullable Object of(String text, LoadSettings settings) {
    int depth = 0;
    for (var event : new Parse(settings).parseString(text)) {
      depth += step(event);
      if (depth > DEEPEST) {
        throw tooDeep();
      }
    }
    var tree = new Load(settings).loadFromString(text);
    new YamlTree().walk(tree, 0);
    return tree;
  }

  private static int step(Event event) {
    return switch (event.getEventId()) {
      case SequenceStart, MappingStart -> 1;
      case SequenceEnd, MappingEnd -> -1;
      default -> 0;
    };
  }

  private void walk(@Nullable Object node, int depth) {
    if (depth > DEEPEST) {
      throw tooDeep();
    }
    if (++values > MOST_VALUES) {
      throw new YamlEngineException("its aliases unfold to more than a million values");
    }
    if (node instanceof Map<?, ?> map) {
      map.values().forEach(each -> walk(each, depth + 1));
    } else if (node instanceof Collection<?> list) {
      list.forEach(each -> walk(each, depth + 1));
    }
  }

  private static YamlEngineException tooDeep() {
    return new YamlEngineException("nested deeper than " + DEEPEST + " levels");
  }
}
