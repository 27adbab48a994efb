package dev.reeve.logs;

import dev.reeve.model.Generation;
import dev.reeve.model.Rotation;
import dev.reeve.os.AppFiles;
import dev.reeve.os.Credentials;
import dev.reeve.os.Errno;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What becomes of generations: those beyond what is to be kept are deleted, the others compressed.
/// One thread of low priority does it, so that there is never more than one at a file; it ends when
/// there has been nothing to do for a while. What a dead daemon has left half done is done again.
public final class Archive {
  private static final Optional<Generation> NONE = Optional.empty();
  private static final long NS_PER_MS = 1_000_000;
  private static final long IDLE_NS = 10_000 * NS_PER_MS;

  private final Consumer<String> trouble;
  private final Runnable becomeModest;
  private final AppFiles.Source files;
  private final Map<Path, LogFiles.Care> waiting = new LinkedHashMap<>();
  private final Map<Path, LogFiles.Care> known = new LinkedHashMap<>();
  private boolean working;
  private boolean ended;

  /// A folder as a user sees it.
  private record Place(Path folder, @Nullable Credentials owner) {}

  /// A generation on disk.
  private record Stored(Path path, Path active, Generation generation, Facts facts) {
    Instant changed() {
      return facts.changed;
    }

    private static final Comparator<Stored> OLDEST_FIRST =
        Comparator.comparing(Stored::changed).thenComparingInt(each -> each.generation.number());
  }

  /// What is known of it, and by whose rights it is dealt with.
  private record Facts(AppFiles files, Instant changed, long bytes) {}

  /// `trouble` is told from another thread, in which `files` are used, too; `becomeModest` lowers
  /// the priority of its caller.
  public Archive(Consumer<String> trouble, Runnable becomeModest, AppFiles.Source files) {
    this.trouble = trouble;
    this.becomeModest = becomeModest;
    this.files = files;
  }

  /// A file has left a generation beside it, or may have before: look after it, soon.
  public synchronized void add(Path active, LogFiles.Care care) {
    waiting.put(active, care);
    known.put(active, care);
    if (!working && !ended) {
      working = true;
      var thread = new Thread(this::work, "archive");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
  }

  /// Begins nothing more.
  public synchronized void end() {
    ended = true;
    notifyAll();
  }

  private void work() {
    becomeModest.run();
    for (var batch = next(); !batch.isEmpty(); batch = next()) {
      byPlace(batch).forEach(this::tidy);
      capAll();
    }
  }

  private static Map<Place, Map<Path, LogFiles.Care>> byPlace(Map<Path, LogFiles.Care> actives) {
    var places = new HashMap<Place, Map<Path, LogFiles.Care>>();
    actives.forEach((active, care) ->
        places
            .computeIfAbsent(new Place(folder(active), care.owner()), _ -> new LinkedHashMap<>())
            .put(active, care));
    return places;
  }

  private static Path folder(Path active) {
    return java.util.Objects.requireNonNullElse(active.toAbsolutePath().getParent(), active);
  }

  /// Files of one `total_size` share it: the oldest generations of them all go first.
  private void capAll() {
    var groups = new HashMap<Long, Map<Path, LogFiles.Care>>();
    everyKnown()
        .forEach((active, care) ->
            groups
                .computeIfAbsent(care.rotation().totalBytes(), _ -> new LinkedHashMap<>())
                .put(active, care));
    groups.remove(0L);
    groups.forEach((most, actives) -> {
      try {
        cap(most, actives);
      } catch (IOException | RuntimeException refused) {
        trouble.accept("rotated logs beyond total_size: " + refused);
      }
    });
  }

  private synchronized Map<Path, LogFiles.Care> everyKnown() {
    return new LinkedHashMap<>(known);
  }

  private void cap(long mostBytes, Map<Path, LogFiles.Care> actives) throws IOException {
    long sum = 0;
    for (var active : actives.entrySet()) {
      var facts = files.of(active.getValue().owner()).facts(active.getKey().toString());
      sum += facts == null ? 0 : facts.size();
    }
    var all = new ArrayList<Stored>();
    for (var place : byPlace(actives).entrySet()) {
      generations(place.getKey(), place.getValue().keySet()).values().forEach(all::addAll);
    }
    all.sort(Stored.OLDEST_FIRST);
    sum += all.stream().mapToLong(each -> each.facts.bytes).sum();
    for (var oldest : all) {
      if (sum > mostBytes) {
        delete(oldest);
        sum -= oldest.facts.bytes;
      }
    }
  }

  private static void delete(Stored stored) throws IOException {
    int gone = stored.facts.files.unlink(stored.path.toString());
    if (gone < 0 && gone != -Errno.ENOENT) {
      throw new IOException(stored.path + ": " + Errno.sentence(-gone));
    }
  }

  /// Everything that waits, or nothing when the thread shall end.
  private synchronized Map<Path, LogFiles.Care> next() {
    long untilNs = System.nanoTime() + IDLE_NS;
    try {
      while (waiting.isEmpty() && !ended && untilNs > System.nanoTime()) {
        wait(Math.max(1, (untilNs - System.nanoTime()) / NS_PER_MS));
      }
    } catch (InterruptedException interrupted) {
      ended = true;
    }
    var batch = ended ? Map.<Path, LogFiles.Care>of() : new LinkedHashMap<>(waiting);
    waiting.clear();
    working = !batch.isEmpty();
    return batch;
  }

  private void tidy(Place place, Map<Path, LogFiles.Care> actives) {
    try {
      var found = generations(place, actives.keySet());
      for (var entry : actives.entrySet()) {
        var stored = found.getOrDefault(entry.getKey(), new ArrayList<>());
        stored.sort(Stored.OLDEST_FIRST);
        keep(stored, entry.getValue().rotation().keep());
        compress(stored, entry);
      }
    } catch (IOException | RuntimeException refused) {
      trouble.accept("rotated logs in %s: %s".formatted(place.folder, refused));
    }
  }

  /// One look at the folder for all of its files. Nobody is at work: a part that is found is left
  /// from a dead daemon.
  private Map<Path, List<Stored>> generations(Place place, Set<Path> actives) throws IOException {
    var byName = new HashMap<String, Path>();
    actives.forEach(active -> byName.put(String.valueOf(active.getFileName()), active));
    var own = files.of(place.owner);
    var found = new HashMap<Path, List<Stored>>();
    for (var name : names(own, place.folder)) {
      boolean part = name.endsWith(Compressing.PART);
      var whole = part ? name.substring(0, name.length() - Compressing.PART.length()) : name;
      var stored = stored(own, place.folder.resolve(name), whole, byName);
      if (stored != null && part) {
        delete(stored);
      } else if (stored != null) {
        found.computeIfAbsent(stored.active, _ -> new ArrayList<>()).add(stored);
      }
    }
    return found;
  }

  private static List<String> names(AppFiles own, Path folder) throws IOException {
    int fd = own.open(folder.toString(), AppFiles.How.FOLDER);
    if (fd < 0) {
      throw new IOException(Errno.sentence(-fd));
    }
    try (Stream<Path> all = Files.list(Compressing.opened(fd))) {
      return all.map(each -> String.valueOf(each.getFileName())).toList();
    } finally {
      own.close(fd);
    }
  }

  private static @Nullable Stored stored(
      AppFiles own, Path file, String name, Map<String, Path> byName) {
    int mark = name.lastIndexOf(Generation.MARK);
    if (mark < 0) {
      return null;
    }
    var stem = name.substring(0, mark);
    for (var word : List.of(stem + ".log", stem)) {
      var active = byName.get(word);
      var generation = active == null ? NONE : Generation.of(word, name);
      var facts = generation.isEmpty() ? null : own.facts(file.toString());
      if (active != null && facts != null) {
        var changed = Instant.ofEpochMilli(facts.changedMs());
        return new Stored(
            file, active, generation.orElseThrow(), new Facts(own, changed, facts.size()));
      }
    }
    return null;
  }

  private static void keep(List<Stored> stored, Rotation.Keep keep) throws IOException {
    while (keep.count() > 0 && stored.size() > keep.count()) {
      delete(stored.removeFirst());
    }
    var age = keep.age();
    while (age != null
        && !stored.isEmpty()
        && stored.getFirst().changed().isBefore(Instant.now().minus(age))) {
      delete(stored.removeFirst());
    }
  }

  /// Oldest first. New generations may come meanwhile: then the rest of the work is put back, and
  /// begins with what they made superfluous.
  private void compress(List<Stored> stored, Map.Entry<Path, LogFiles.Care> of) throws IOException {
    var how = of.getValue().rotation().keep().compression();
    for (var each : stored) {
      if (how != Rotation.Compression.NONE
          && each.generation.stored() == Rotation.Compression.NONE) {
        if (interrupted(of)) {
          return;
        }
        Compressing.run(each.path, how, each.changed(), each.facts.files);
      }
    }
  }

  private synchronized boolean interrupted(Map.Entry<Path, LogFiles.Care> of) {
    return ended || waiting.containsKey(of.getKey());
  }
}
