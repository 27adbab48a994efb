package dev.reeve.cli;

import dev.reeve.boot.Facts;
import dev.reeve.boot.Host;
import dev.reeve.model.Accounts;
import dev.reeve.model.AppSpec;
import dev.reeve.model.HealthCheck;
import dev.reeve.model.Home;
import dev.reeve.model.SearchPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A look at every path that a daemon runs or reads, and at who could change it.
final class AccessLook {
  private static final int ROOT = 0;

  private final PathWalk walk;
  private final Set<Integer> owners;
  private final List<Facts.Use> uses = new ArrayList<>();

  /// `owner` is the uid of the daemon's user, -1 if nobody knows.
  AccessLook(Host host, int owner) {
    this.walk = new PathWalk(host.top());
    this.owners = new HashSet<>(List.of(ROOT, owner, walk.top()));
  }

  List<Facts.Use> uses(CliContext context, Home home, Collection<AppSpec> specs) {
    add("home", owners, home.root().toString());
    add("launcher", owners, context.launcher().toString());
    add("Java", owners, Path.of(System.getProperty("java.home", "/"), "bin/java").toString());
    for (var part : System.getProperty("java.class.path", "").split(":", -1)) {
      if (!part.isEmpty()) {
        add("program", owners, Path.of(part).toAbsolutePath().toString());
      }
    }
    specs.forEach(this::addApp);
    return List.copyOf(uses);
  }

  private void addApp(AppSpec spec) {
    var command = spec.command();
    var users = users(spec);
    var of = " of " + spec.name();
    add("script" + of, users, command.script());
    add("working directory" + of, users, command.cwd());
    // The user who types a command reads it.
    add("ecosystem file" + of, owners, spec.file());
    spec.environment().rules().files().forEach(each -> add("env_file" + of, users, each.path()));
    add("log" + of, users, spec.logs().outFile());
    add("log" + of, users, spec.logs().errorFile());
    add("log" + of, users, spec.logs().combinedFile());
    add("pid file" + of, users, spec.pidFile());
    if (command.hasInterpreter()) {
      addProgram("interpreter" + of, users, spec, command.interpreter());
    }
    for (var hook : spec.care().hooks().entrySet()) {
      if (!hook.getValue().command().isEmpty()) {
        var what = "hook " + hook.getKey().word() + of;
        addProgram(what, users, spec, hook.getValue().command().getFirst());
      }
    }
    var health = spec.care().health();
    if (health != null && health.kind() == HealthCheck.Kind.EXEC) {
      addProgram("health check" + of, users, spec, health.words().getFirst());
    }
  }

  /// Where it will be looked for, up to where it is found: whoever can put one before it can change
  /// it.
  private void addProgram(String what, Set<Integer> users, AppSpec spec, String name) {
    var env = spec.environment();
    var path = env.own().getOrDefault("PATH", env.caller().getOrDefault("PATH", ""));
    for (var place : new SearchPath(spec.command().cwd(), path).candidates(name)) {
      add(what, users, place.toString());
      if (Files.isExecutable(place) && !Files.isDirectory(place)) {
        return;
      }
    }
  }

  private Set<Integer> users(AppSpec spec) {
    var as = spec.command().as();
    if (as != null && Accounts.ofMachine().resolve(as) instanceof Accounts.Resolved.Known known) {
      var users = new HashSet<>(owners);
      users.add(known.uid());
      return users;
    }
    return owners;
  }

  private void add(String what, Set<Integer> trusted, @Nullable String path) {
    if (path != null && path.startsWith("/")) {
      uses.add(new Facts.Use(what, trusted, walk.way(Path.of(path))));
    }
  }
}
