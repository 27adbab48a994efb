package dev.reeve.api;

import dev.reeve.model.Care;
import dev.reeve.model.Cron;
import dev.reeve.model.Dependency;
import dev.reeve.model.HealthCheck;
import dev.reeve.model.Hook;
import dev.reeve.model.JsonObject;
import dev.reeve.model.Renewal;
import dev.reeve.model.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The part of a spec that few apps have, as JSON. Durations are in ms.
final class CareJson {
  private CareJson() {}

  static JsonObject write(Care care) {
    var hooks = JsonObject.empty();
    care.hooks().forEach((when, hook) -> hooks.with(when.word(), hook(hook)));
    return JsonObject.empty()
        .with("health", health(care.health()))
        .with("dependsOn", care.dependsOn().stream().map(CareJson::dependency).toList())
        .with("hooks", hooks)
        .with("renewal", care.renewal().equals(Renewal.NONE) ? null : renewal(care.renewal()));
  }

  static Care read(JsonObject json) {
    return new Care(
        json.has("health") ? health(json.object("health")) : null,
        dependencies(json.objects("dependsOn")),
        hooks(json.object("hooks")),
        json.has("renewal") ? renewal(json.object("renewal")) : Renewal.NONE);
  }

  private static @Nullable JsonObject health(@Nullable HealthCheck health) {
    return health == null
        ? null
        : JsonObject.empty()
            .with("kind", health.kind().name())
            .with("words", health.words())
            .with("interval", health.interval().toMillis())
            .with("timeout", health.timeout().toMillis())
            .with("retries", health.retries())
            .with("startPeriod", health.startPeriod().toMillis())
            .with("restarts", health.restarts());
  }

  private static HealthCheck health(JsonObject json) {
    return new HealthCheck(
        HealthCheck.Kind.valueOf(json.text("kind", "")),
        json.texts("words"),
        duration(json, "interval", HealthCheck.USUAL_INTERVAL),
        duration(json, "timeout", HealthCheck.USUAL_TIMEOUT),
        (int) json.number("retries", HealthCheck.USUAL_RETRIES),
        duration(json, "startPeriod", HealthCheck.USUAL_START_PERIOD),
        json.flag("restarts", true));
  }

  private static Duration duration(JsonObject json, String key, Duration fallback) {
    return Duration.ofMillis(json.number(key, fallback.toMillis()));
  }

  private static JsonObject dependency(Dependency dependency) {
    return JsonObject.empty()
        .with("app", dependency.app())
        .with("condition", dependency.condition().word());
  }

  private static List<Dependency> dependencies(List<JsonObject> list) {
    var all = new ArrayList<Dependency>();
    for (var json : list) {
      Dependency.Condition.ofWord(json.text("condition", ""))
          .ifPresent(condition -> all.add(new Dependency(json.text("app", ""), condition)));
    }
    return all;
  }

  private static JsonObject hook(Hook hook) {
    return JsonObject.empty()
        .with("command", hook.command())
        .with("url", hook.url())
        .with("timeout", hook.timeout().toMillis())
        .with("perMinute", hook.perMinute());
  }

  private static Map<Hook.When, Hook> hooks(JsonObject json) {
    var all = new EnumMap<Hook.When, Hook>(Hook.When.class);
    for (var when : Hook.When.values()) {
      if (json.has(when.word())) {
        var hook = json.object(when.word());
        all.put(
            when,
            new Hook(
                hook.texts("command"),
                hook.textOrNull("url"),
                duration(hook, "timeout", Hook.USUAL_TIMEOUT),
                (int) hook.number("perMinute", Hook.USUAL_PER_MINUTE)));
      }
    }
    return all;
  }

  private static JsonObject renewal(Renewal renewal) {
    var watch = renewal.watch();
    return JsonObject.empty()
        .with("watch", watch.on())
        .with("paths", watch.paths())
        .with("ignored", watch.ignored())
        .with("delay", watch.delay().toMillis())
        .with("followLinks", watch.followLinks())
        .with("depth", watch.depth())
        .with("cron", renewal.cron() == null ? null : renewal.cron().text());
  }

  private static Renewal renewal(JsonObject json) {
    return new Renewal(
        new Watch(
            json.flag("watch", false),
            json.texts("paths"),
            json.texts("ignored"),
            duration(json, "delay", Duration.ZERO),
            json.flag("followLinks", true),
            (int) json.number("depth", Watch.ANY_DEPTH)),
        Cron.parse(json.text("cron", "")).orElse(null));
  }
}
