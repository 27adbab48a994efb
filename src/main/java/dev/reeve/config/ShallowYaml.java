package dev.reeve.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// YAML whose tree is no deeper than JSON's may be, and has an end: all that walks a tree, the
/// library first, goes down by calling itself. An alias counts for what it stands for.
final class ShallowYaml implements Parser {
  static final int DEEPEST = 255;

  private final Parser parser;
  private final List<Open> open = new ArrayList<>();
  private final Map<Anchor, Integer> heights = new HashMap<>();

  /// A list or map that has not ended; `height` is how many stand in each other in it so far.
  private static final class Open {
    final @Nullable Anchor anchor;
    int height = 1;

    Open(@Nullable Anchor anchor) {
      this.anchor = anchor;
    }
  }

  private ShallowYaml(Parser parser) {
    this.parser = parser;
  }

  static @Nullable Object load(String text, LoadSettings settings) {
    var parser = new ParserImpl(settings, new StreamReader(settings, text));
    var composer = new Composer(settings, new ShallowYaml(parser));
    return new StandardConstructor(settings).constructSingleDocument(composer.getSingleNode());
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public Event next() {
    var event = parser.next();
    switch (event.getEventId()) {
      case MappingStart, SequenceStart -> begin((NodeEvent) event);
      case MappingEnd, SequenceEnd -> end();
      case Scalar -> ((NodeEvent) event).getAnchor().ifPresent(anchor -> heights.put(anchor, 0));
      case Alias -> reach(event, height((AliasEvent) event));
      default -> {
        // It opens nothing.
      }
    }
    return event;
  }

  private void begin(NodeEvent event) {
    var anchor = event.getAnchor().orElse(null);
    if (anchor != null) {
      heights.remove(anchor);
    }
    reach(event, 1);
    open.add(new Open(anchor));
  }

  private void end() {
    var ended = open.removeLast();
    if (ended.anchor != null) {
      heights.put(ended.anchor, ended.height);
    }
    raise(ended.height);
  }

  private void raise(int height) {
    if (!open.isEmpty()) {
      open.getLast().height = Math.max(open.getLast().height, height + 1);
    }
  }

  private int height(AliasEvent alias) {
    var known = heights.get(alias.getAlias());
    if (known == null && open.stream().anyMatch(each -> alias.getAlias().equals(each.anchor))) {
      throw fault(alias, "'*" + alias.getAlias() + "' stands in what it stands for");
    }
    return known == null ? 0 : known;
  }

  /// Something so high begins here.
  private void reach(Event event, int height) {
    if (open.size() + height > DEEPEST) {
      throw fault(event, "it is nested more than " + DEEPEST + " deep");
    }
    if (event instanceof AliasEvent) {
      raise(height);
    }
  }

  private static ParserException fault(Event event, String message) {
    return new ParserException(null, Optional.empty(), message, event.getStartMark());
  }
}
