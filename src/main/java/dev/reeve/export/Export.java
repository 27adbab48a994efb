package dev.reeve.export;

import dev.reeve.model.Problem;
import dev.reeve.model.WrittenApp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The room's door: apps → the files of another platform. One process a container or unit: what
/// keeps it up is the platform, so none of them holds a supervisor.
public final class Export {
  private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:@-]*");

  private Export() {}

  public static Exported of(List<WrittenApp> apps, Wish wish) {
    var problems = problems(apps, wish);
    if (!problems.isEmpty()) {
      return new Exported(List.of(), List.of(), problems);
    }
    var notes = new ArrayList<Note>();
    var sheets =
        switch (wish.platform()) {
          case COMPOSE -> new ComposeFile(apps, wish, notes).sheets();
          case SYSTEMD -> new SystemdUnits(apps, wish, notes).sheets();
          case KUBERNETES -> new KubernetesFile(apps, wish, notes).sheets();
        };
    return new Exported(sheets, notes, List.of());
  }

  private static List<Problem> problems(List<WrittenApp> apps, Wish wish) {
    var problems = new ArrayList<Problem>();
    var names = new HashSet<String>();
    for (var app : apps) {
      name(app.spec().name(), wish.platform(), names, problems);
    }
    if (wish.image() != null && !IMAGE.matcher(wish.image()).matches()) {
      problems.add(
          problem(
              "--image",
              "'" + wish.image() + "' is no name of an image",
              "write it like registry.example.org/team/app:1.2"));
    }
    if (wish.platform() == Platform.KUBERNETES && wish.image() == null) {
      problems.add(
          problem(
              "--image",
              "Kubernetes builds no images",
              "build one, push it, and name it: --image registry.example.org/team/app:1.2"));
    }
    var namespace = wish.namespace();
    if (namespace != null && !Platform.KUBERNETES.allows(namespace)) {
      problems.add(
          problem(
              "--namespace",
              "'" + namespace + "' is no name of a namespace",
              "'" + Platform.KUBERNETES.nearest(namespace) + "' is one"));
    }
    return problems;
  }

  private static void name(
      String name, Platform platform, Set<String> names, List<Problem> problems) {
    if (!platform.allows(name)) {
      problems.add(
          problem(
              name,
              "no name for " + platform.title(),
              "call the app '" + platform.nearest(name) + "'"));
    } else if (!names.add(name)) {
      problems.add(
          problem(
              name,
              "two apps have this name, in two namespaces, which "
                  + platform.title()
                  + " does not tell apart",
              "rename one, or choose with --only"));
    }
  }

  private static Problem problem(String key, String message, String hint) {
    return new Problem(null, key, message, hint);
  }
}
