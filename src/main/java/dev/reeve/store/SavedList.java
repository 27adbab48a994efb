package dev.reeve.store;

import dev.reeve.model.Home;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.PlainFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The file that `save` writes and `resurrect` reads: one JSON object with a version, and beside it
/// the one before. What is in it is the daemon's business; that it is whole, private and never lost
/// is this class's. It may be used by any thread.
public final class SavedList {
  private static final int VERSION = 1;
  private static final String VERSION_KEY = "reeve";

  /// In a list that was emptied by `cleardump`: from then on there is none until the next save.
  private static final String CLEARED_KEY = "cleared";

  private final Path file;
  private final Path before;

  public SavedList(Home home) {
    this.file = home.savedList();
    this.before = home.savedListBefore();
  }

  /// What reading gave.
  public sealed interface Content {
    /// `note` is a sentence when it is not the latest list that could be read.
    record Found(Apps apps, @Nullable String note) implements Content {}

    record Absent() implements Content {}

    /// It is no saved list of ours; `keptAs` is where it has been put aside.
    record Broken(String reason, Path keptAs) implements Content {}
  }

  /// The apps of a list.
  public sealed interface Apps {
    record Ours(JsonObject list) implements Apps {}

    /// Those of a list that PM2's client saved, as it describes them.
    record OfPm2(List<JsonObject> apps) implements Apps {}
  }

  /// A list as it cannot be read.
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String reason) {
      super(reason);
    }
  }

  public Path file() {
    return file;
  }

  /// A list as [#write] takes it.
  public static String textOf(JsonObject list) {
    return Json.write(list.with(VERSION_KEY, VERSION)) + "\n";
  }

  /// Puts a list in the place of the one before, which is kept, if there is a difference.
  public synchronized void write(String text) throws IOException {
    var there = text();
    if (text.equals(there)) {
      return;
    }
    if (there != null && names(there) != null) {
      AtomicFile.write(before, there);
    }
    AtomicFile.write(file, text);
  }

  /// What is on the disk, whatever it is; null when there is nothing, or nothing of text.
  public synchronized @Nullable String text() throws IOException {
    return text(file);
  }

  private static @Nullable String text(Path from) throws IOException {
    try {
      return PlainFile.text(from);
    } catch (NoSuchFileException | java.nio.charset.MalformedInputException none) {
      return null;
    }
  }

  /// The names of the apps in a list, or null when it is none or was cleared.
  public static @Nullable Set<String> names(@Nullable String text) {
    try {
      if (text == null) {
        return null;
      }
      return switch (parse(text)) {
        case Apps.Ours(var list) when list.flag(CLEARED_KEY, false) -> null;
        case Apps.Ours(var list) -> names(list.objects("instances"));
        case Apps.OfPm2(var apps) -> names(apps);
      };
    } catch (Unreadable broken) {
      return null;
    }
  }

  private static Set<String> names(List<JsonObject> rows) {
    return rows.stream().map(row -> row.text("name", "")).collect(Collectors.toSet());
  }

  /// Whether it is a list, and each of its apps is one of those.
  public static boolean holdsOnly(@Nullable String text, Set<String> apps) {
    var names = names(text);
    return names != null && apps.containsAll(names);
  }

  /// Reads the list. One that cannot be read is put aside, so that the next save does not destroy
  /// it, and the one before takes its place.
  public synchronized Content read() throws IOException {
    try {
      if (!Files.exists(file)) {
        return new Content.Absent();
      }
      return new Content.Found(parse(text(file)), null);
    } catch (Unreadable broken) {
      return older(String.valueOf(broken.getMessage()), Aside.put(file));
    }
  }

  private Content older(String reason, Path keptAs) throws IOException {
    var older = text(before);
    try {
      var apps = parse(older);
      AtomicFile.write(file, String.valueOf(older));
      var note =
          "the saved list cannot be read: %s; it is kept as %s, and the one before it, %s, is taken"
              .formatted(reason, keptAs, before);
      return new Content.Found(apps, note);
    } catch (Unreadable none) {
      return new Content.Broken(reason, keptAs);
    }
  }

  private static Apps parse(@Nullable String text) throws Unreadable {
    if (text == null) {
      throw new Unreadable("it is not text");
    }
    try {
      var tree = Json.parse(text);
      var apps = appsOfPm2(tree);
      if (!apps.isEmpty()) {
        return new Apps.OfPm2(apps);
      }
      var list = JsonObject.of(tree).orElseGet(JsonObject::empty);
      long version = list.number(VERSION_KEY, 0);
      if (version == VERSION) {
        return new Apps.Ours(list);
      }
      throw new Unreadable(
          version == 0
              ? "it is not a list that Reeve saved"
              : "it is of version %d, this Reeve reads %d".formatted(version, VERSION));
    } catch (Json.Malformed malformed) {
      throw new Unreadable("it is torn or no JSON");
    }
  }

  /// Nothing, when it is no list that PM2's client saves.
  private static List<JsonObject> appsOfPm2(@Nullable Object tree) {
    if (!(tree instanceof List<?> list)) {
      return List.of();
    }
    var apps = list.stream().flatMap(each -> JsonObject.of(each).stream()).toList();
    return apps.stream().allMatch(app -> app.has("pm_exec_path")) ? apps : List.of();
  }
}
