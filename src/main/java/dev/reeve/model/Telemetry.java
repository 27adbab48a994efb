package dev.reeve.model;

import java.util.List;

/// What a run tells of itself over its message channel, as programs with `@pm2/io` do: `metrics` by
/// name (each with `value`, `type`, `unit`), `actions` that can be triggered (each with
/// `action_name`), and `options`.
public record Telemetry(JsonObject metrics, List<JsonObject> actions, JsonObject options) {
  public static final Telemetry NONE =
      new Telemetry(JsonObject.empty(), List.of(), JsonObject.empty());

  public Telemetry {
    actions = List.copyOf(actions);
  }
}
