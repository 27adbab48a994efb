package dev.reeve.daemon;

import dev.reeve.model.JsonObject;
import dev.reeve.model.Telemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keeps what runs tell of themselves: metrics, actions and options, in the messages that `@pm2/io`
/// sends. Bounded: a run that names ever new ones is not listened to any more.
final class Telling implements Channels.Observer {
  private static final int MOST = 500;

  /// What is kept of one run, three times.
  private static final int MOST_BYTES = 256 << 10;

  private static final int EACH_BYTES = 32;

  @Override
  public void onMessage(Supervised instance, @Nullable Object message) {
    var json = JsonObject.of(message).orElse(null);
    if (json == null) {
      return;
    }
    var known = instance.telemetry;
    var data = json.object("data");
    instance.telemetry =
        switch (json.text("type", "")) {
          case "axm:monitor" ->
              new Telemetry(merged(known.metrics(), data), known.actions(), known.options());
          case "axm:action" ->
              new Telemetry(known.metrics(), with(known.actions(), data), known.options());
          case "axm:option:configuration" ->
              new Telemetry(known.metrics(), known.actions(), merged(known.options(), data));
          default -> known;
        };
  }

  private static JsonObject merged(JsonObject known, JsonObject more) {
    var all = JsonObject.empty();
    known.fields().forEach(all::with);
    more.fields()
        .forEach((name, value) -> {
          if (all.has(name) || all.fields().size() < MOST) {
            all.with(name, value);
          }
        });
    return fits(all) ? all : known;
  }

  /// An action that is named again is another one now.
  private static List<JsonObject> with(List<JsonObject> known, JsonObject action) {
    var name = action.text("action_name", "");
    var all = new ArrayList<>(known);
    all.removeIf(each -> each.text("action_name", "").equals(name));
    if (!name.isEmpty() && all.size() < MOST) {
      all.add(action);
    }
    return fits(all) ? all : known;
  }

  private static boolean fits(Object tree) {
    return size(tree) <= MOST_BYTES;
  }

  /// About how much memory it takes; a message is not nested deeply.
  private static long size(@Nullable Object tree) {
    long size = EACH_BYTES;
    switch (tree) {
      case JsonObject object -> size += size(object.fields());
      case Map<?, ?> map -> {
        for (var entry : map.entrySet()) {
          size += size(entry.getKey()) + size(entry.getValue());
        }
      }
      case List<?> list -> {
        for (var each : list) {
          size += size(each);
        }
      }
      case String text -> size += 2L * text.length();
      case null, default -> {}
    }
    return size;
  }
}
