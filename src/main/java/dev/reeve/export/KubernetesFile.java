package dev.reeve.export;

import dev.reeve.model.AppSpec;
import dev.reeve.model.WrittenApp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Manifests for Kubernetes: a Deployment for what is kept up, a Job for what ends, a CronJob for
/// what ends and has times to start at; a Service for each that listens.
record KubernetesFile(List<WrittenApp> apps, Wish wish, List<Note> all) {

  List<Sheet> sheets() {
    var documents = new ArrayList<Yaml>();
    for (var app : apps) {
      var notes = new Notes(app, Platform.KUBERNETES, all);
      // All is judged before it is written, so that the notes can stand above it.
      var pod = new KubernetesPod(app, wish, notes).template(labels(app));
      var workload = workload(app, pod, notes);
      var document = new Yaml();
      notes.lines().forEach(document::comment);
      workload.forEach(document::put);
      documents.add(document);
      var ports = Ports.of(app);
      if (!ports.isEmpty()) {
        documents.add(service(app, ports));
      }
    }
    return List.of(new Sheet("kubernetes.yml", Yaml.text(documents)));
  }

  private Map<String, Object> workload(WrittenApp app, Yaml pod, Notes notes) {
    var when = app.spec().restart().when();
    boolean timed = app.has("cron_restart") && when != AppSpec.When.ALWAYS;
    if (!timed) {
      notes.missing("cron_restart", "a CronJob that runs 'kubectl rollout restart' comes near");
    }
    if (when == AppSpec.When.ALWAYS) {
      notes.missing("max_restarts", "it tries for ever, with up to five minutes in between");
      notes.missing("stop_exit_codes", "every end is followed by a new run");
      return deployment(app, pod, notes);
    }
    notes.missing("stop_exit_codes", "a podFailurePolicy of the Job comes near");
    var job = job(app, pod);
    if (!timed) {
      if (!app.spec().start().autostart()) {
        notes.missing("autostart", "the Job runs when it is applied");
      }
      return document("batch/v1", "Job", app, job);
    }
    var schedule = app.text("cron_restart").strip();
    if (schedule.split("\\s+", -1).length == 6) {
      notes.differs("cron_restart", "Kubernetes knows no seconds: they are left out");
      schedule = schedule.replaceFirst("^\\S+\\s+", "");
    }
    var spec =
        new Yaml()
            .put("schedule", schedule)
            .put("suspend", app.spec().start().autostart() ? null : true)
            .put("concurrencyPolicy", "Replace")
            .put("jobTemplate", new Yaml().put("spec", job));
    return document("batch/v1", "CronJob", app, spec);
  }

  private Map<String, Object> deployment(WrittenApp app, Yaml pod, Notes notes) {
    var spec = app.spec();
    if (!spec.start().autostart()) {
      notes.differs("autostart", "0 replicas: start it with 'kubectl scale'");
    }
    // Two runs of an app in fork mode would meet each other, as they never do under Reeve.
    var strategy =
        spec.isCluster()
            ? new Yaml()
                .put("type", "RollingUpdate")
                .put("rollingUpdate", new Yaml().put("maxUnavailable", 0).put("maxSurge", 1))
            : new Yaml().put("type", "Recreate");
    var body =
        new Yaml()
            .put("replicas", spec.start().autostart() ? spec.instances().count() : 0)
            .put("selector", new Yaml().put("matchLabels", selector(app)))
            .put("strategy", strategy)
            .put("template", pod);
    return document("apps/v1", "Deployment", app, body);
  }

  private static Yaml job(WrittenApp app, Yaml pod) {
    var spec = app.spec();
    boolean again = spec.restart().when() == AppSpec.When.ON_FAILURE;
    int count = spec.instances().count();
    return new Yaml()
        .put("backoffLimit", again ? spec.restart().maxUnstable() : 0)
        .put("parallelism", count > 1 ? count : null)
        .put("completions", count > 1 ? count : null)
        .put("template", pod);
  }

  private Yaml service(WrittenApp app, List<Integer> ports) {
    var list = new ArrayList<Yaml>();
    for (var port : ports) {
      list.add(new Yaml().put("name", "port-" + port).put("port", port).put("targetPort", port));
    }
    var body = new Yaml().put("selector", selector(app)).put("ports", list);
    var document = new Yaml();
    document("v1", "Service", app, body).forEach(document::put);
    return document;
  }

  private Map<String, Object> document(String version, String kind, WrittenApp app, Yaml spec) {
    var document = new LinkedHashMap<String, Object>();
    document.put("apiVersion", version);
    document.put("kind", kind);
    var metadata = new Yaml().put("name", app.spec().name()).put("namespace", wish.namespace());
    document.put("metadata", metadata.put("labels", labels(app)));
    document.put("spec", spec);
    return document;
  }

  private static Map<String, String> selector(WrittenApp app) {
    return Map.of("app.kubernetes.io/name", app.spec().name());
  }

  private static Map<String, String> labels(WrittenApp app) {
    var labels = new LinkedHashMap<>(selector(app));
    var group = app.spec().namespace();
    if (app.has("namespace") && group.matches("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")) {
      labels.put("app.kubernetes.io/part-of", group);
    }
    return labels;
  }
}
