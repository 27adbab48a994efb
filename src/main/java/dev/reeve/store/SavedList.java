package dev.reeve.store;

import dev.reeve.model.Home;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

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
      var list = Json.parseObject(text);
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

  private Content putAside(String reason) throws IOException {
    return new Content.Broken(reason, Aside.put(file));
  }
}
