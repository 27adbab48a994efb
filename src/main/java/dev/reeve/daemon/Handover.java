package dev.reeve.daemon;

import dev.reeve.model.Home;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.model.PlainFile;
import dev.reeve.store.RunBook;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// From a daemon that was killed to the next one: what it has left is read, taken over, and only
/// then replaced by what we leave ourselves. A home that can't be written has no handover; its apps
/// run all the same.
final class Handover {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

  private final Home home;
  private final Consumer<String> log;
  private final Luggage luggage;
  private final FdStore store;
  private List<RunBook.Page> pages = List.of();
  private List<Savings.Saved> list = List.of();
  private @Nullable JsonObject ports;
  private ByteBuffer note = ByteBuffer.allocate(64);
  private @Nullable RunBook book;
  private @Nullable KeptNotebook notebook;

  Handover(Home home, Consumer<String> log, Luggage luggage, FdStore store) {
    this.store = store;
    this.home = home;
    this.log = log;
    this.luggage = luggage;
    try {
      var bootId = Files.readString(BOOT_ID).strip();
      read(bootId);
      var begun = RunBook.begin(home, bootId);
      book = begun;
      notebook = new KeptNotebook(begun, home, store, log);
    } catch (IOException refused) {
      log.accept("apps would not be taken over by a next daemon: " + refused);
    }
  }

  /// Why this version could not go on with what the daemon of a home has noted, if it has noted
  /// anything.
  static Optional<String> unreadable(Home home) {
    try {
      if (!Files.exists(home.runBook())) {
        return Optional.empty();
      }
      if (!RunBook.isOurs(home)) {
        return Optional.of(home.runBook() + " is of another format");
      }
      if (Files.exists(home.runningList())) {
        Savings.read(Json.parseObject(PlainFile.text(home.runningList())));
      }
      return Optional.empty();
    } catch (Json.Malformed | IOException | RuntimeException unreadable) {
      return Optional.of(
          "what a daemon has noted in %s cannot be read: %s".formatted(home.state(), unreadable));
    }
  }

  private void read(String bootId) throws IOException {
    pages = RunBook.left(home, bootId);
    if (pages.isEmpty()) {
      return;
    }
    note = RunBook.noteLeft(home);
    try {
      list = Savings.read(Json.parseObject(PlainFile.text(home.runningList())));
    } catch (Json.Malformed | IOException torn) {
      log.accept("%s cannot be read, no app is taken over: %s".formatted(home.runningList(), torn));
    }
    try {
      ports = Json.parseObject(PlainFile.text(home.runningPorts()));
    } catch (Json.Malformed | IOException torn) {
      log.accept("%s cannot be read, clusters start anew: %s".formatted(home.runningPorts(), torn));
    }
  }

  Notebook notebook() {
    return notebook == null ? Notebook.NONE : notebook;
  }

  /// Takes over what there is, and leaves word for the next.
  void take(Supervisor supervisor) {
    if (notebook != null) {
      notebook.of(supervisor::everyone);
    }
    var clusters = supervisor.channels().clusters();
    int alive =
        new Adoption(supervisor, new Adoption.Legacy(note, ports, luggage, store))
            .run(pages, list, () -> replaceOld(clusters));
    if (!pages.isEmpty()) {
      log.accept(
          "%s: %d instances are back, %d of them running"
              .formatted(
                  luggage.isEmpty() ? "the last daemon did not end in order" : "goes on",
                  supervisor.all().size(),
                  alive));
    }
    if (notebook != null) {
      supervisor.loop().afterEachTurn(notebook::keepList);
    }
  }

  private void replaceOld(Clusters clusters) {
    if (book == null || notebook == null) {
      return;
    }
    try {
      notebook.keepList();
      clusters.keptBy(notebook::keepPorts);
      book.replaceOld();
    } catch (IOException refused) {
      log.accept("apps would not be taken over by a next daemon: " + refused);
    }
  }

  /// Everything is stopped: there is nothing to take over.
  void end() {
    if (notebook != null) {
      notebook.end();
    }
  }
}
