package dev.reeve.export;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Hook;
import dev.reeve.model.Rotation;
import dev.reeve.model.RotationKeys;
import dev.reeve.model.WrittenApp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A file for Docker Compose: a service an app, by the Compose Specification. `$` is doubled, as
/// Compose puts variables of its own shell in its place.
record ComposeFile(List<WrittenApp> apps, Wish wish, List<Note> all) {

  List<Sheet> sheets() {
    var services = new Yaml();
    for (var app : apps) {
      var notes = new Notes(app, Platform.COMPOSE, all);
      var service = service(app, notes);
      notes.lines().forEach(services::comment);
      services.put(app.spec().name(), service);
    }
    var file = new Yaml().comment("One service an app; 'docker compose up -d' starts them.");
    file.put("services", services);
    return List.of(new Sheet("docker-compose.yml", Yaml.text(List.of(file))));
  }

  private Yaml service(WrittenApp app, Notes notes) {
    var spec = app.spec();
    var inside = Inside.of(wish);
    int count = spec.instances().count();
    var service = new Yaml();
    new InContainer(inside).check(app, notes);
    image(service);
    service
        .put("command", plain(inside.command(spec)))
        .put("working_dir", plain(inside.path(spec.command().cwd())))
        // Reaps what the app leaves behind, and hands signals on.
        .put("init", true)
        .put("env_file", envFiles(spec))
        .put("environment", environment(spec))
        .put("user", InContainer.user(app));
    ports(app, service, notes);
    if (count > 1) {
      service.put("deploy", new Yaml().put("replicas", count));
    }
    service.put("restart", restart(app, notes));
    var stop = spec.stop();
    service
        .put("stop_signal", stop.signal().name())
        .put("stop_grace_period", Spans.text(stop.killTimeout()));
    memory(app, service, notes);
    service.put("healthcheck", new ComposeHealth(app, notes).check());
    service.put("depends_on", new ComposeHealth(app, notes).dependsOn(apps));
    service.put("logging", logging(app, notes));
    autostart(app, service, notes);
    hooks(app, notes);
    return service;
  }

  private void image(Yaml service) {
    if (wish.image() != null) {
      service.put("image", wish.image());
      return;
    }
    var context = wish.out().relativize(wish.root()).toString();
    service.put("build", new Yaml().put("context", context.isEmpty() ? "." : plain(context)));
  }

  /// Compose, too, lets environment go before what stands in them, and replaces `${NAME}`.
  private List<Yaml> envFiles(AppSpec spec) {
    return spec.environment().rules().files().stream()
        .map(file ->
            new Yaml()
                .put("path", plain(wish.out().relativize(Path.of(file.path())).toString()))
                .put("required", file.required()))
        .toList();
  }

  private static @Nullable Map<String, String> environment(AppSpec spec) {
    var env = new LinkedHashMap<String, String>();
    spec.environment().own().forEach((name, value) -> env.put(name, plain(value)));
    return env;
  }

  /// What the app is meant to be reached at is published; where it is only asked for its health can
  /// be reached by other services. One replica has the host's port; several share none of it.
  private static void ports(WrittenApp app, Yaml service, Notes notes) {
    boolean several = app.spec().instances().count() > 1;
    var published = Ports.published(app);
    if (several && !published.isEmpty()) {
      notes.say(
          "instances",
          "each replica gets a free port of the host; put a proxy before them for one address");
    }
    var ports = new ArrayList<String>();
    published.forEach((port, host) -> ports.add(several ? port + "" : host + port + ":" + port));
    var others = new ArrayList<>(Ports.of(app));
    others.removeAll(published.keySet());
    service.put("ports", ports).put("expose", others.stream().map(String::valueOf).toList());
  }

  private static String restart(WrittenApp app, Notes notes) {
    var restart = app.spec().restart();
    boolean zeroEnds = restart.stopExitCodes().equals(List.of(0));
    if (!zeroEnds) {
      notes.missing("stop_exit_codes", "only exit code 0 can end it: \"restart\": \"on-failure\"");
    }
    var when =
        zeroEnds && restart.when() == AppSpec.When.ALWAYS
            ? AppSpec.When.ON_FAILURE
            : restart.when();
    return switch (when) {
      case ALWAYS -> {
        notes.missing("max_restarts", "Docker tries for ever, with up to a minute in between");
        yield "unless-stopped";
      }
      case ON_FAILURE ->
          app.has("max_restarts") ? "on-failure:" + restart.maxUnstable() : "on-failure";
      case NEVER -> "no";
    };
  }

  private static void memory(WrittenApp app, Yaml service, Notes notes) {
    long bytes = app.spec().restart().maxMemoryBytes();
    if (bytes > 0) {
      service.put("mem_limit", bytes % (1 << 20) == 0 ? (bytes >> 20) + "m" : bytes + "b");
      notes.differs(
          "max_memory_restart", "the kernel kills the app at the limit; it is not asked to leave");
    }
  }

  private static Yaml logging(WrittenApp app, Notes notes) {
    if (app.has("disable_logs") && app.spec().logs().outFile() == null) {
      return new Yaml().put("driver", "none");
    }
    var rotation = RotationKeys.read(app.spec().logs().rotate(), Rotation.USUAL).rotation();
    if (!rotation.on() || rotation.maxBytes() == 0) {
      notes.differs("log_rotate", "the log grows without a limit");
      return new Yaml().put("driver", "json-file");
    }
    int keep = rotation.keep().count();
    notes.differs("log_rotate", "Docker rotates by size only, and compresses where it is told to");
    var options = new Yaml().put("max-size", rotation.maxBytes() + "");
    // The one that is written to counts, too.
    options.put("max-file", Math.max(1, keep == 0 ? 100 : keep + 1) + "");
    return new Yaml().put("driver", "json-file").put("options", options);
  }

  /// What others start after cannot stand in a profile that is off.
  private void autostart(WrittenApp app, Yaml service, Notes notes) {
    var name = app.spec().name();
    boolean needed =
        apps.stream()
            .flatMap(other -> other.spec().care().dependsOn().stream())
            .anyMatch(each -> each.app().equals(name));
    if (!app.spec().start().autostart() && needed) {
      notes.missing("autostart", "here it starts with those that start after it");
    } else if (!app.spec().start().autostart()) {
      service.put("profiles", List.of(name));
    }
  }

  private static void hooks(WrittenApp app, Notes notes) {
    var known = new ArrayList<String>();
    for (var when : app.spec().care().hooks().keySet()) {
      boolean later = when == Hook.When.POST_START || when == Hook.When.PRE_STOP;
      known.add(
          when.word()
              + (later
                  ? " can be written as " + when.word() + " from Compose 2.30 on"
                  : " has none: do it in the app, or in the image's entrypoint"));
    }
    if (!known.isEmpty()) {
      notes.missing("hooks", String.join("; ", known));
    }
  }

  private static List<String> plain(List<String> words) {
    return words.stream().map(ComposeFile::plain).toList();
  }

  static String plain(String text) {
    return text.replace("$", "$$");
  }
}
