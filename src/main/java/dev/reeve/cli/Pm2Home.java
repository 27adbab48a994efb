package dev.reeve.cli;

import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.PlainFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A home of PM2's: what it has saved there.
record Pm2Home(Path root) {

  /// The saved list, one object an instance, or the one before it where it is torn.
  List<JsonObject> apps() throws Failed {
    var list = root.resolve("dump.pm2");
    var before = root.resolve("dump.pm2.bak");
    if (!Files.exists(list) && !Files.exists(before)) {
      throw Failed.refused(
          "PM2 has saved no list in " + root, "'pm2 save' does so; --from <folder> names another");
    }
    try {
      return read(list);
    } catch (IOException | Json.Malformed torn) {
      return readBefore(before, list + " is no list of PM2's: " + torn.getMessage());
    }
  }

  private static List<JsonObject> readBefore(Path before, String reason) throws Failed {
    try {
      return read(before);
    } catch (IOException | Json.Malformed torn) {
      throw Failed.refused(reason, "'pm2 save' writes it anew; a list of Reeve's: 'resurrect'");
    }
  }

  private static List<JsonObject> read(Path file) throws IOException, Json.Malformed {
    if (!(Json.parse(PlainFile.text(file)) instanceof List<?> list)) {
      throw new IOException("it holds no list");
    }
    var apps = list.stream().flatMap(each -> JsonObject.of(each).stream()).toList();
    if (!apps.stream().allMatch(app -> app.has("pm_exec_path"))) {
      throw new IOException("it holds something that is no app");
    }
    return apps;
  }

  /// What was set of modules; nothing where that cannot be read.
  JsonObject settings() {
    try {
      return Json.parseObject(PlainFile.text(root.resolve("module_conf.json")));
    } catch (IOException | Json.Malformed none) {
      return JsonObject.empty();
    }
  }
}
