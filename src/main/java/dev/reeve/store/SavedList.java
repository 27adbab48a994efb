package dev.reeve.store;

import dev.reeve.model.Home;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The file that `save` writes and `resurrect` reads: one JSON object with a version. What is in it
/// is the daemon's business; that it is whole, private and never lost is this class's.
public final class SavedList {
  private static final int VERSION = 1;
  private static final String VERSION_KEY = "reeve";

  private final Path file;

  public SavedList(Home home) {
    this.file = home.savedList();
  }

  /// What reading gave.
  public sealed interface Content {
    record Found(JsonObject list) implements Content {}

    /// One that PM2's client saved: its apps as it describes them.
    record OfPm2(List<JsonObject> apps) implements Content {}

    record Absent() implements Content {}

    /// It is no saved list of ours; `keptAs` is where it has been put aside.
    record Broken(String reason, Path keptAs) implements Content {}
  }

  public Path file() {
    return file;
  }

  public void write(JsonObject list) throws IOException {
    AtomicFile.write(file, Json.write(list.with(VERSION_KEY, VERSION)) + "\n");
  }

  /// Reads the list; one that cannot be read is put aside, so that the next save does not destroy
  /// it.
  public Content read() throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException absent) {
      return new Content.Absent();
    } catch (java.nio.charset.MalformedInputException binary) {
      return putAside("it is not text");
    }
    try {
      var tree = Json.parse(text);
      var apps = apps(tree);
      if (!apps.isEmpty()) {
        return new Content.OfPm2(apps);
      }
      var list = JsonObject.of(tree).orElseGet(JsonObject::empty);
      long version = list.number(VERSION_KEY, 0);
      return version == VERSION
          ? new Content.Found(list)
          : putAside(
              version == 0
                  ? "it is not a list that Reeve saved"
                  : "it is of version %d, this Reeve reads %d".formatted(version, VERSION));
    } catch (Json.Malformed malformed) {
      return putAside("it is torn or no JSON");
    }
  }

  /// Nothing, when it is no list that PM2's client saves.
  private static List<JsonObject> apps(@Nullable Object tree) {
    if (!(tree instanceof List<?> list)) {
      return List.of();
    }
    var apps = list.stream().flatMap(each -> JsonObject.of(each).stream()).toList();
    return apps.stream().allMatch(app -> app.has("pm_exec_path")) ? apps : List.of();
  }

  private Content putAside(String reason) throws IOException {
    return new Content.Broken(reason, Aside.put(file));
  }
}
