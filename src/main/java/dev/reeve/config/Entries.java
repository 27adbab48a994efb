package dev.reeve.config;

import dev.reeve.model.JsonObject;
import dev.reeve.model.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file's tree → its apps: an object with `apps` (or `pm2`), a bare list, or one bare app.
final class Entries {
  private static final String SHAPE = "write { \"apps\": [ { \"script\": \"app.js\" } ] }";

  private final String file;
  private final Path base;
  final List<Entry> entries = new ArrayList<>();
  final List<Problem> problems = new ArrayList<>();

  private Entries(String file, Path base) {
    this.file = file;
    this.base = base;
  }

  static Entries of(String file, Path base, @Nullable Object tree) {
    var found = new Entries(file, base);
    found.list(apps(tree));
    if (found.entries.isEmpty() && found.problems.isEmpty()) {
      found.problems.add(new Problem(file, null, "holds no app", SHAPE));
    }
    return found;
  }

  private static List<?> apps(@Nullable Object tree) {
    if (tree instanceof List<?> list) {
      return list;
    }
    var object = JsonObject.of(tree);
    if (object.isEmpty()) {
      return tree == null ? List.of() : List.of(tree);
    }
    for (var key : List.of("apps", "pm2")) {
      var apps = object.get().value(key);
      if (apps != null) {
        return apps instanceof List<?> list ? list : List.of(apps);
      }
    }
    boolean bare = object.get().has("script") || object.get().has("exec");
    return bare ? List.of(object.get().fields()) : List.of();
  }

  private void list(List<?> apps) {
    for (int i = 0; i < apps.size(); i++) {
      var place = "apps[" + i + "]";
      var app = JsonObject.of(apps.get(i));
      if (app.isPresent()) {
        var name = app.get().value("name");
        boolean named = name instanceof String || name instanceof Number;
        entries.add(
            new Entry(file, named ? String.valueOf(name) : place, app.get().fields(), base));
      } else {
        problems.add(new Problem(file, place, "is not an object", SHAPE));
      }
    }
  }
}
