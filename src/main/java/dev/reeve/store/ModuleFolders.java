package dev.reeve.store;

import dev.reeve.model.Home;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.PlainFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The folders of a home's modules, as `install` has left them. A folder whose name begins with a
/// dot is not whole yet.
public record ModuleFolders(Home home) {

  /// What was written about the apps of each module; what cannot be read is told to `log`.
  public List<JsonObject> read(Consumer<String> log) {
    var all = new ArrayList<JsonObject>();
    for (var folder : folders(home.modules())) {
      var file = folder.resolve(Home.MODULE_SPECS);
      try {
        // One without was installed by PM2: 'import' takes it over.
        if (Files.exists(file)) {
          all.add(Json.parseObject(PlainFile.text(file)));
        }
      } catch (IOException | Json.Malformed broken) {
        log.accept(file + " cannot be read, the module is not started; install it again");
      }
    }
    return all;
  }

  /// Those with a scope have a folder more above them.
  private static List<Path> folders(Path parent) {
    var all = new ArrayList<Path>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, Files::isDirectory)) {
      for (var entry : entries) {
        var name = String.valueOf(entry.getFileName());
        if (name.startsWith("@")) {
          all.addAll(folders(entry));
        } else if (!name.startsWith(".")) {
          all.add(entry);
        }
      }
    } catch (IOException none) {
      return List.of();
    }
    all.sort(null);
    return all;
  }
}
