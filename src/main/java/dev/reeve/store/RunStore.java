package dev.reeve.store;

import dev.reeve.model.Home;
import dev.reeve.model.PlainFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where a daemon leaves what the next one needs: in its home, and in memory what the home does not
/// take. A file in memory is there only as long as it is younger than the one in the home, so it
/// goes before that one.
public final class RunStore {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path MACHINE_ID = Path.of("/etc/machine-id");

  private final Home home;
  private final String origin;
  private final String name;

  /// The folder in memory, if an earlier daemon or this one has made it.
  private @Nullable Path memory;

  private RunStore(Home home, String origin, String name) {
    this.home = home;
    this.origin = origin;
    this.name = name;
    this.memory = SpareFolder.find(name);
  }

  /// What is noted here holds for this boot of this machine and this very folder: a copy of a home
  /// has nothing to do with the processes that the first one started.
  public static RunStore of(Home home) throws IOException {
    var folder = home.root();
    var which =
        Files.getAttribute(folder, "unix:dev")
            + "-"
            + Files.getAttribute(folder, "unix:ino")
            + "-"
            + nameOf(home);
    var machine = Files.isReadable(MACHINE_ID) ? Files.readString(MACHINE_ID).strip() : "";
    var origin = "%s %s %s".formatted(Files.readString(BOOT_ID).strip(), machine, which);
    return new RunStore(home, origin, which);
  }

  /// A folder that is made where another one was has its number on the disk, too: the first daemon
  /// of a home gives it a name that is never changed, if it is only the empty one that a full disk
  /// takes.
  private static String nameOf(Home home) throws IOException {
    var file = home.state().resolve("name");
    if (!Files.exists(file)) {
      var name = System.currentTimeMillis() + "-" + ProcessHandle.current().pid();
      try {
        Files.writeString(file, name);
      } catch (IOException full) {
        return Files.exists(file) ? Files.readString(file) : "";
      }
    }
    return Files.readString(file).strip();
  }

  /// Whether a book is of this boot and home. One whose head cannot be read may be.
  public boolean isOurs(RunBook.Content book) {
    return book.origin() == null || origin.equals(book.origin());
  }

  /// What an earlier daemon has left.
  public RunBook.Content book() throws IOException {
    var spare = spare(home.runBook());
    if (spare != null) {
      var content = RunBook.read(spare);
      if (origin.equals(content.origin())) {
        return content;
      }
    }
    return Files.exists(home.runBook()) ? RunBook.read(home.runBook()) : RunBook.Content.NONE;
  }

  /// Whether an earlier daemon has left a book at all: one that ended in order has not.
  public boolean hasBook() {
    return Files.exists(home.runBook()) || spare(home.runBook()) != null;
  }

  /// A new book, in the home or else in memory.
  public RunBook begin() throws IOException {
    try {
      return RunBook.begin(home.runBook(), origin);
    } catch (IOException full) {
      return beginInMemory();
    }
  }

  /// A new book in memory, for one in the home that takes no more.
  public RunBook beginInMemory() throws IOException {
    return RunBook.begin(inMemory(home.runBook()), origin);
  }

  /// A new book has taken the place of the old one; of the two places only its own counts.
  public void took(RunBook book) throws IOException {
    var spare = spare(home.runBook());
    if (spare != null && !book.isAt(spare)) {
      Files.deleteIfExists(spare);
    }
  }

  /// The text of a file of the home as it was last written, wherever that was.
  public String read(Path file) throws IOException {
    var spare = spare(file);
    return PlainFile.text(spare == null ? file : spare);
  }

  /// Writes a file, if need be in memory: null, or why the home does not take it.
  public @Nullable IOException write(Path file, String text) throws IOException {
    var spare = spare(file);
    try {
      AtomicFile.writeQuickly(file, text);
    } catch (IOException full) {
      AtomicFile.writeQuickly(inMemory(file), text);
      return full;
    }
    if (spare != null) {
      Files.deleteIfExists(spare);
    }
    return null;
  }

  public void delete(Path file) throws IOException {
    var spare = spare(file);
    if (spare != null) {
      Files.deleteIfExists(spare);
    }
    Files.deleteIfExists(file);
  }

  /// There is nothing to take up after this daemon.
  public void end() throws IOException {
    delete(home.runBook());
    delete(home.runningList());
    delete(home.runningPorts());
    if (memory != null) {
      SpareFolder.leave(memory);
    }
  }

  private Path inMemory(Path file) throws IOException {
    var folder = SpareFolder.make(name);
    memory = folder;
    return folder.resolve(nameOf(file));
  }

  private @Nullable Path spare(Path file) {
    var spare = memory == null ? null : memory.resolve(nameOf(file));
    return spare != null && Files.exists(spare) ? spare : null;
  }

  private static String nameOf(Path file) {
    return Objects.requireNonNull(file.getFileName(), file.toString()).toString();
  }
}
