package dev.reeve.export;

import dev.reeve.model.Hook;
import dev.reeve.model.WrittenApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The pod of an app: one container, its probes, and how it is asked to leave. `$(` is written
/// `$$(`, as Kubernetes puts variables in its place.
record KubernetesPod(WrittenApp app, Wish wish, Notes notes) {

  Yaml template(Map<String, String> labels) {
    var spec = app.spec();
    var pod = new Yaml();
    var when = spec.restart().when();
    pod.put(
        "restartPolicy",
        switch (when) {
          case ALWAYS -> null;
          case ON_FAILURE -> "OnFailure";
          case NEVER -> "Never";
        });
    pod.put("terminationGracePeriodSeconds", Spans.seconds(spec.stop().killTimeout()));
    pod.put("securityContext", user());
    var first = hook(Hook.When.PRE_START);
    if (first != null) {
      notes.say("hooks", "pre_start runs once a pod, before the first run of its app");
      var container = new Yaml().put("name", "pre-start");
      pod.put("initContainers", List.of(common(container, plain(first))));
    }
    pod.put("containers", List.of(container()));
    return new Yaml().put("metadata", new Yaml().put("labels", labels)).put("spec", pod);
  }

  private Yaml container() {
    var spec = app.spec();
    var inside = Inside.of(wish);
    new InContainer(inside).check(app, notes);
    var container = common(new Yaml().put("name", spec.name()), plain(inside.command(spec)));
    var ports = new ArrayList<Yaml>();
    Ports.of(app).forEach(port -> ports.add(new Yaml().put("containerPort", port)));
    container.put("ports", ports);
    long bytes = spec.restart().maxMemoryBytes();
    if (bytes > 0) {
      notes.differs("max_memory_restart", "the kernel kills the app at the limit; it is not asked");
      var memory = bytes % (1 << 20) == 0 ? (bytes >> 20) + "Mi" : bytes + "";
      container.put("resources", new Yaml().put("limits", new Yaml().put("memory", memory)));
    }
    new KubernetesProbes(app, notes).addTo(container);
    container.put("lifecycle", lifecycle());
    if (!spec.stop().signal().name().equals("SIGTERM")) {
      notes.say(
          "stop",
          "the pod sends SIGTERM; for "
              + spec.stop().signal()
              + " write STOPSIGNAL "
              + spec.stop().signal()
              + " into the image");
    }
    return container;
  }

  private Yaml common(Yaml container, List<String> command) {
    var image = Objects.requireNonNull(wish.image());
    boolean fixed = image.contains("@") || image.matches(".*:(?!latest$)[^/:]+");
    var env = new ArrayList<Yaml>();
    app.spec()
        .environment()
        .own()
        .forEach((name, value) -> env.add(new Yaml().put("name", name).put("value", plain(value))));
    var cwd = Inside.of(wish).path(app.spec().command().cwd());
    return container
        .put("image", image)
        .put("imagePullPolicy", fixed ? "IfNotPresent" : "Always")
        .put("command", command)
        .put("workingDir", plain(cwd))
        .put("env", env);
  }

  private Yaml lifecycle() {
    var lifecycle = new Yaml();
    hookTo(lifecycle, "postStart", Hook.When.POST_START);
    hookTo(lifecycle, "preStop", Hook.When.PRE_STOP);
    for (var when : app.spec().care().hooks().keySet()) {
      boolean known =
          when.holdsUp() ? hook(when) != null : when == Hook.When.POST_START && hook(when) != null;
      if (!known) {
        notes.missing("hooks", "what " + when.word() + " does is for the cluster's own events");
      }
    }
    return lifecycle;
  }

  private void hookTo(Yaml lifecycle, String place, Hook.When when) {
    var command = hook(when);
    if (command != null) {
      notes.say("hooks", when.word() + " is given no facts, and no time limit of its own");
      lifecycle.put(place, new Yaml().put("exec", new Yaml().put("command", plain(command))));
    }
  }

  private @Nullable List<String> hook(Hook.When when) {
    var hook = app.spec().care().hooks().get(when);
    return hook == null || hook.command().isEmpty() ? null : hook.command();
  }

  private @Nullable Yaml user() {
    var user = new Yaml();
    boolean any = false;
    for (var key : List.of("uid", "gid")) {
      var value = app.text(key);
      if (value.matches("\\d{1,9}")) {
        user.put(key.equals("uid") ? "runAsUser" : "runAsGroup", Long.parseLong(value));
        any = true;
      } else {
        notes.missing(key, "for a name: write its number, or set USER in the image");
      }
    }
    return any ? user : null;
  }

  static List<String> plain(List<String> words) {
    return words.stream().map(KubernetesPod::plain).toList();
  }

  private static String plain(String text) {
    return text.replace("$(", "$$(");
  }
}
