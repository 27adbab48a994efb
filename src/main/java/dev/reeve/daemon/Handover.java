package dev.reeve.daemon;

import dev.reeve.model.Home;
import dev.reeve.model.Json;
import dev.reeve.model.JsonObject;
import dev.reeve.store.RunBook;
import dev.reeve.store.RunStore;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// From a daemon that was killed to the next one: what it has left is read, taken over, and only
/// then replaced by what we leave ourselves. A home that can't be written has no handover; its apps
/// run all the same.
final class Handover {
  private static final RunBook.Content NOTHING = RunBook.Content.NONE;

  private final Home home;
  private final Consumer<String> log;
  private final Luggage luggage;
  private final FdStore store;
  private RunBook.Content left = NOTHING;
  private List<Savings.Saved> list = List.of();
  private @Nullable JsonObject ports;
  private @Nullable KeptNotebook notebook;

  Handover(Home home, Consumer<String> log, Luggage luggage, FdStore store) {
    this.store = store;
    this.home = home;
    this.log = log;
    this.luggage = luggage;
    try {
      var runs = RunStore.of(home);
      read(runs);
      notebook = new KeptNotebook(runs.begin(), runs, new KeptNotebook.Ground(home, store, log));
    } catch (IOException refused) {
      log.accept("apps would not be taken over by a next daemon: " + refused);
    }
  }

  /// Why this version could not go on with what the daemon of a home has noted, if it has noted
  /// anything.
  static Optional<String> unreadable(Home home) {
    try {
      var runs = RunStore.of(home);
      if (!runs.hasBook()) {
        return Optional.empty();
      }
      if (runs.book().origin() == null) {
        return Optional.of(home.runBook() + " is of another format");
      }
      var unread =
          list(runs, home).stream().map(Savings.Saved::unread).filter(Objects::nonNull).findAny();
      return unread.map(Savings.Unread::reason);
    } catch (Json.Malformed | IOException | RuntimeException unreadable) {
      return Optional.of(
          "what a daemon has noted in %s cannot be read: %s".formatted(home.state(), unreadable));
    }
  }

  private static List<Savings.Saved> list(RunStore runs, Home home)
      throws IOException, Json.Malformed {
    return Savings.read(Json.parseObject(runs.read(home.runningList())));
  }

  private void read(RunStore runs) throws IOException {
    if (!runs.hasBook()) {
      return;
    }
    var book = runs.book();
    if (!runs.isOurs(book)) {
      return;
    }
    left = book;
    try {
      list = list(runs, home);
    } catch (Json.Malformed | IOException torn) {
      log.accept("%s cannot be read, no app is taken over: %s".formatted(home.runningList(), torn));
    }
    try {
      ports = Json.parseObject(runs.read(home.runningPorts()));
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
    var legacy = new Adoption.Legacy(left, ports, luggage, store);
    int alive = new Adoption(supervisor, legacy).run(list, () -> replaceOld(clusters));
    if (!supervisor.all().isEmpty()) {
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
    if (notebook == null) {
      return;
    }
    try {
      notebook.keepList();
      clusters.keptBy(notebook::keepPorts);
      notebook.replaceOld();
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
