package dev.reeve.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.comments.CommentLine;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A mapping in the making, keys in the order in which they came. A text is quoted unless no reader
/// of YAML 1.1 or 1.2 can take it for anything else: Kubernetes reads the one (`no` is false
/// there), Compose the other.
final class Yaml {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./@-]*");
  private static final Set<String> WORDS =
      Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");
  private static final DumpSettings SETTINGS =
      DumpSettings.builder()
          .setDumpComments(true)
          .setSplitLines(false)
          .setIndent(2)
          .setIndicatorIndent(2)
          .setIndentWithIndicator(true)
          .build();

  private final List<NodeTuple> entries = new ArrayList<>();
  private final List<CommentLine> waiting = new ArrayList<>();

  /// A value is a text, a number, a boolean, a list, a map or another mapping. Null and what is
  /// empty are left out.
  Yaml put(String key, @Nullable Object value) {
    boolean empty =
        value == null
            || (value instanceof List<?> list && list.isEmpty())
            || (value instanceof Map<?, ?> map && map.isEmpty())
            || (value instanceof Yaml yaml && yaml.entries.isEmpty());
    if (!empty) {
      var name = scalar(key);
      name.setBlockComments(List.copyOf(waiting));
      waiting.clear();
      entries.add(new NodeTuple(name, node(value)));
    }
    return this;
  }

  /// A comment above the next key.
  Yaml comment(String line) {
    waiting.add(
        new CommentLine(
            Optional.empty(),
            Optional.empty(),
            " " + line.replaceAll("[\\p{Cc}\\p{Cs}\\p{Co}\\p{Cn}\u2028\u2029\ufeff]", "?"),
            CommentType.BLOCK));
    return this;
  }

  /// The documents of one file.
  static String text(List<Yaml> documents) {
    var all = new StringBuilder();
    for (var document : documents) {
      var events = new Serialize(SETTINGS).serializeOne(document.mapping());
      all.append(all.isEmpty() ? "" : "---\n");
      all.append(new Present(SETTINGS).emitToString(events.iterator()));
    }
    return all.toString();
  }

  private MappingNode mapping() {
    return new MappingNode(Tag.MAP, entries, FlowStyle.BLOCK);
  }

  private static Node node(@Nullable Object value) {
    return switch (value) {
      case Yaml yaml -> yaml.mapping();
      case Map<?, ?> map -> {
        var yaml = new Yaml();
        map.forEach((key, each) -> yaml.put(String.valueOf(key), each));
        yield yaml.mapping();
      }
      case List<?> list ->
          new SequenceNode(Tag.SEQ, list.stream().map(Yaml::node).toList(), FlowStyle.BLOCK);
      case Boolean on -> new ScalarNode(Tag.BOOL, on.toString(), ScalarStyle.PLAIN);
      case Number number -> new ScalarNode(Tag.INT, number.toString(), ScalarStyle.PLAIN);
      case null, default -> scalar(String.valueOf(value));
    };
  }

  private static ScalarNode scalar(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
    return new ScalarNode(Tag.STR, text, plain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
  }
}
