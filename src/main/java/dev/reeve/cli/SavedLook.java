package dev.reeve.cli;

import dev.reeve.api.SpecJson;
import dev.reeve.boot.Facts;
import dev.reeve.model.AppSpec;
import dev.reeve.model.Home;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.PlainFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// A look at the saved list, ours or PM2's.
record SavedLook(Home home) {

  /// Adds the specs of the apps that are in it.
  Facts.Saved facts(Map<String, AppSpec> specs) {
    var file = home.savedList();
    if (!Files.exists(file)) {
      return new Facts.Saved(file, null, "", "");
    }
    try {
      var mode = Examination.mode(file);
      var tree = Json.parse(PlainFile.text(file));
      if (tree instanceof List<?> apps) {
        var rows = apps.stream().flatMap(each -> JsonObject.of(each).stream()).toList();
        return new Facts.Saved(file, names(rows), mode, "");
      }
      var list = JsonObject.of(tree).orElseGet(JsonObject::empty);
      if (!list.has("reeve")) {
        return new Facts.Saved(file, null, mode, "it is no list of Reeve's or PM2's");
      }
      SpecJson.read(list).forEach(spec -> specs.putIfAbsent(spec.name(), spec));
      boolean cleared = list.flag("cleared", false);
      return new Facts.Saved(file, cleared ? null : names(list.objects("instances")), mode, "");
    } catch (IOException | Json.Malformed broken) {
      return new Facts.Saved(file, null, "", "it is torn, or no JSON");
    }
  }

  private static Set<String> names(List<JsonObject> rows) {
    return rows.stream().map(row -> row.text("name", "")).collect(Collectors.toSet());
  }
}
