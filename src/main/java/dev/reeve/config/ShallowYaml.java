package dev.reeve.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.ParserException;

/// YAML whose tree is no deeper than JSON's may be, and has an end: all that walks a tree, the
/// library first, goes down by calling itself. An alias counts for what it stands for.
final class ShallowYaml {
  static final int DEEPEST = 255;
  private static final long MOST_VALUES = 1_000_000;

  private final List<Open> open = new ArrayList<>();
  private final Map<Anchor, Extent> known = new HashMap<>();

  /// How many lists and maps stand in each other in a node, and how many values it is in all.
  private record Extent(int height, long values) {
    static final Extent SCALAR = new Extent(0, 1);
  }

  /// A list or map that has not ended, and what is in it so far.
  private static final class Open {
    final @Nullable Anchor anchor;
    int height = 1;
    long values = 1;

    Open(@Nullable Anchor anchor) {
      this.anchor = anchor;
    }
  }

  private ShallowYaml() {}

  static @Nullable Object load(String text, LoadSettings settings) {
    var extents = new ShallowYaml();
    new Parse(settings).parseString(text).forEach(extents::see);
    return new Load(settings).loadFromString(text);
  }

  private void see(Event event) {
    switch (event.getEventId()) {
      case MappingStart, SequenceStart -> begin((NodeEvent) event);
      case MappingEnd, SequenceEnd -> end();
      case Scalar -> scalar(event);
      case Alias -> alias(event, extent((AliasEvent) event));
      default -> {
        // It opens nothing.
      }
    }
  }

  private void begin(NodeEvent event) {
    var anchor = event.getAnchor().orElse(null);
    if (anchor != null) {
      known.remove(anchor);
    }
    reach(event, 1);
    open.add(new Open(anchor));
  }

  private void end() {
    var ended = open.removeLast();
    var extent = new Extent(ended.height, ended.values);
    if (ended.anchor != null) {
      known.put(ended.anchor, extent);
    }
    add(extent);
  }

  private void scalar(Event event) {
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> known.put(anchor, Extent.SCALAR));
    add(Extent.SCALAR);
  }

  /// One that is within the innermost open one.
  private void add(Extent extent) {
    if (!open.isEmpty()) {
      var last = open.getLast();
      last.height = Math.max(last.height, extent.height + 1);
      last.values += extent.values;
    }
  }

  private Extent extent(AliasEvent alias) {
    var found = known.get(alias.getAlias());
    if (found == null && open.stream().anyMatch(each -> alias.getAlias().equals(each.anchor))) {
      throw fault(alias, "'*" + alias.getAlias() + "' stands in what it stands for");
    }
    return found == null ? Extent.SCALAR : found;
  }

  private void alias(Event event, Extent extent) {
    reach(event, extent.height);
    add(extent);
    if (!open.isEmpty() && open.getLast().values > MOST_VALUES) {
      throw fault(event, "its aliases unfold to more than a million values");
    }
  }

  /// Something so high begins here.
  private void reach(Event event, int height) {
    if (open.size() + height > DEEPEST) {
      throw fault(event, "it is nested more than " + DEEPEST + " deep");
    }
  }

  private static ParserException fault(Event event, String message) {
    return new ParserException(null, Optional.empty(), message, event.getStartMark());
  }
}
