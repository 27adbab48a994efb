package dev.reeve.export;

import dev.reeve.model.Dependency;
import dev.reeve.model.HealthCheck;
import dev.reeve.model.WrittenApp;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Health, readiness and order in Compose, which knows one check a service for both.
record ComposeHealth(WrittenApp app, Notes notes) {

  @Nullable Yaml check() {
    var spec = app.spec();
    var health = spec.care().health();
    var asked = asked(app);
    if (health == null) {
      readiness(asked);
    } else if (asked.isEmpty()) {
      notes.missing("health", "its address holds a variable that env does not set");
    } else {
      notes.differs("ready", "the health check is what others wait for");
    }
    if (Asking.restarts(spec)) {
      notes.say("health", "an unhealthy service is shown so, and not restarted");
    }
    if (asked.isEmpty()) {
      return null;
    }
    var test = new Asking(spec, notes).words(asked.get());
    var check = new Yaml().put("test", test.stream().map(ComposeFile::plain).toList());
    var way = health == null ? usual(asked.get()) : health;
    return check
        .put("interval", Spans.text(way.interval()))
        .put("timeout", Spans.text(way.timeout()))
        .put("retries", way.retries())
        .put("start_period", Spans.text(way.startPeriod()));
  }

  /// For what asks whether it is ready, and is asked on.
  private HealthCheck usual(Asked asked) {
    return new HealthCheck(
        asked.kind(),
        asked.words(),
        HealthCheck.USUAL_INTERVAL,
        HealthCheck.USUAL_TIMEOUT,
        HealthCheck.USUAL_RETRIES,
        app.spec().start().listenTimeout(),
        false);
  }

  private void readiness(Optional<Asked> asked) {
    if (asked.isEmpty()) {
      notes.missing("ready", "give the app a health check that others can ask");
    } else {
      notes.differs("ready", "written as a health check, which goes on for ever");
    }
  }

  private static Optional<Asked> asked(WrittenApp app) {
    return Asked.health(app).or(() -> Asked.ready(app));
  }

  /// Name → condition.
  Yaml dependsOn(List<WrittenApp> apps) {
    var all = new Yaml();
    for (var needed : app.spec().care().dependsOn()) {
      apps.stream()
          .filter(other -> other.spec().name().equals(needed.app()))
          .findFirst()
          .ifPresentOrElse(
              other -> all.put(needed.app(), new Yaml().put("condition", condition(needed, other))),
              () -> notes.say("depends_on", needed.app() + " is not in this file: left out"));
    }
    return all;
  }

  private String condition(Dependency needed, WrittenApp other) {
    boolean checked = asked(other).isPresent();
    return switch (needed.condition()) {
      case STARTED -> "service_started";
      case COMPLETED -> "service_completed_successfully";
      case READY, HEALTHY -> {
        if (!checked) {
          notes.say(
              "depends_on",
              needed.app() + " has no health check, so this waits for its start only; give it one");
        }
        yield checked ? "service_healthy" : "service_started";
      }
    };
  }
}
