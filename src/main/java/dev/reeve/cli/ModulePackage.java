package dev.reeve.cli;

import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.PlainFile;
import dev.reeve.model.RotationKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What `package.json` says of a module: its name, what to run, and the settings it comes with.
record ModulePackage(JsonObject json, Path file) {
  /// npm's own rule, less names of times past.
  private static final Pattern NAME =
      Pattern.compile("(@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*");

  private static final List<String> TAKEN = List.of(RotationKeys.MODULE, "reeve", "all");

  static ModulePackage read(Path folder) throws Failed {
    var file = folder.resolve("package.json");
    try {
      return new ModulePackage(Json.parseObject(PlainFile.text(file)), file).checked();
    } catch (IOException missing) {
      throw Failed.refused(folder + " has no package.json", "a module is an npm package");
    } catch (Json.Malformed malformed) {
      throw Failed.refused(file + " is no JSON: " + malformed.getMessage(), "correct it there");
    }
  }

  private ModulePackage checked() throws Failed {
    if (!isName(name())) {
      throw Failed.refused(
          "%s names no module: '%s'".formatted(file, name()), "npm's names are in small letters");
    }
    if (TAKEN.contains(name())) {
      throw Failed.refused(
          "no module can be named '" + name() + "'", RotationKeys.MODULE + " is built in");
    }
    return this;
  }

  static boolean isName(String word) {
    return NAME.matcher(word).matches();
  }

  String name() {
    return json.text("name", "");
  }

  JsonObject config() {
    return json.object("config");
  }

  boolean dependsOnOthers() {
    return !json.object("dependencies").fields().isEmpty();
  }

  /// Its ecosystem file: `apps` or `pm2` of the package, else its program. All apps have the
  /// module's name, so that its settings find them; a second one is told apart by its namespace.
  JsonObject ecosystem(ModuleFolder place, String source, boolean watched) throws Failed {
    var apps = new ArrayList<JsonObject>();
    // Nothing below a home or node_modules is watched.
    var root = watched ? file.resolveSibling("").toAbsolutePath() : place.packageFolder();
    for (var app : written()) {
      var all = new LinkedHashMap<String, @Nullable Object>();
      if (watched) {
        all.put("watch", true);
      }
      all.putAll(app.fields());
      var cwd = root.resolve(app.text("cwd", "")).normalize();
      all.put("cwd", cwd.toString());
      all.put("name", name());
      if (!apps.isEmpty()) {
        all.put("namespace", app.text("name", name() + "-" + apps.size()));
      }
      apps.add(new JsonObject(all));
    }
    return JsonObject.empty().with("source", source).with("apps", apps);
  }

  private List<JsonObject> written() throws Failed {
    for (var key : List.of("apps", "pm2")) {
      var apps = json.has(key) ? listed(json.value(key)) : List.<JsonObject>of();
      if (!apps.isEmpty()) {
        return apps;
      }
    }
    var program = json.has("bin") ? bin() : json.textOrNull("main");
    if (program == null) {
      throw Failed.refused(
          file + " names nothing to run", "a module has 'apps', a 'bin' or a 'main' in it");
    }
    return List.of(JsonObject.empty().with("script", program));
  }

  private static List<JsonObject> listed(@Nullable Object apps) {
    var list = apps instanceof List<?> several ? several : java.util.Arrays.asList(apps);
    return list.stream().flatMap(each -> JsonObject.of(each).stream()).toList();
  }

  /// One path, or several by name, of which the first is meant.
  private @Nullable String bin() {
    return json.value("bin") instanceof String one
        ? one
        : json.textMap("bin").values().stream().findFirst().orElse(json.textOrNull("main"));
  }
}
