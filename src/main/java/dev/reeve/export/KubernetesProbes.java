package dev.reeve.export;

import dev.reeve.model.HealthCheck;
import dev.reeve.model.ShellLine;
import dev.reeve.model.WrittenApp;

/// Health and readiness as probes: of a start (failures are forgiven), of life (a bad answer
/// restarts the container), of readiness (it gets requests).
record KubernetesProbes(WrittenApp app, Notes notes) {

  void addTo(Yaml container) {
    var health = app.spec().care().health();
    var asked = Asked.health(app).orElse(null);
    var ready = Asked.ready(app).orElse(null);
    if (health != null && asked == null) {
      notes.missing("health", "its address holds a variable that env does not set");
    }
    if (ready == null) {
      notes.missing("ready", "give the app a health check that can be asked from outside");
    }
    if (health == null || asked == null) {
      container.put("readinessProbe", ready == null ? null : probe(ready));
      return;
    }
    var patience = health.startPeriod().plus(health.interval().multipliedBy(health.retries()));
    container.put(
        "startupProbe",
        probe(asked)
            .put("periodSeconds", 1)
            .put("timeoutSeconds", Spans.seconds(health.timeout()))
            .put("failureThreshold", Spans.seconds(patience)));
    if (Asking.restarts(app.spec())) {
      container.put("livenessProbe", regular(asked, health));
    }
    container.put("readinessProbe", ready == null ? regular(asked, health) : probe(ready));
  }

  private Yaml regular(Asked asked, HealthCheck health) {
    return probe(asked)
        .put("periodSeconds", Spans.seconds(health.interval()))
        .put("timeoutSeconds", Spans.seconds(health.timeout()))
        .put("failureThreshold", health.retries());
  }

  private Yaml probe(Asked asked) {
    if (asked.kind() != HealthCheck.Kind.EXEC && asked.isLoopback()) {
      notes.say(
          app.spec().care().health() == null ? "ready" : "health",
          "asked at the pod's address, so the app must listen there and not at 127.0.0.1 only");
    }
    return switch (asked.kind()) {
      case HTTP ->
          new Yaml().put("httpGet", new Yaml().put("path", asked.path()).put("port", asked.port()));
      case TCP -> new Yaml().put("tcpSocket", new Yaml().put("port", asked.port()));
      case EXEC -> {
        var words =
            ShellLine.isLine(asked.words())
                ? ShellLine.command(asked.words().getLast())
                : asked.words();
        yield new Yaml().put("exec", new Yaml().put("command", KubernetesPod.plain(words)));
      }
    };
  }
}
