package dev.reeve.daemon;

import dev.reeve.model.JsonObject;
import dev.reeve.model.Telemetry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps what runs tell of themselves: metrics, actions and options, in the messages that `@pm2/io`
/// sends. Bounded: a run that names ever new ones is not listened to any more.
final class Telling implements Channels.Observer {
  private static final int MOST = 500;

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
    return all;
  }

  /// An action that is named again is another one now.
  private static List<JsonObject> with(List<JsonObject> known, JsonObject action) {
    var name = action.text("action_name", "");
    var all = new ArrayList<>(known);
    all.removeIf(each -> each.text("action_name", "").equals(name));
    if (!name.isEmpty() && all.size() < MOST) {
      all.add(action);
    }
    return all;
  }
}
