package dev.reeve.logs;

import dev.reeve.model.Generation;
import dev.reeve.model.Rotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
  private final Map<Path, Rotation> waiting = new LinkedHashMap<>();
  private final Map<Path, Rotation> known = new LinkedHashMap<>();
  private boolean working;
  private boolean ended;

  /// A generation on disk.
  private record Stored(
      Path path, String active, Generation generation, Instant changed, long bytes) {
    private static final Comparator<Stored> OLDEST_FIRST =
        Comparator.comparing(Stored::changed).thenComparingInt(each -> each.generation.number());
  }

  /// `trouble` is told from another thread; `becomeModest` lowers the priority of its caller.
  public Archive(Consumer<String> trouble, Runnable becomeModest) {
    this.trouble = trouble;
    this.becomeModest = becomeModest;
  }

  /// A file has left a generation beside it, or may have before: look after it, soon.
  public synchronized void add(Path active, Rotation rotation) {
    waiting.put(active, rotation);
    known.put(active, rotation);
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
      var folders = new HashMap<Path, Map<Path, Rotation>>();
      batch.forEach((active, rotation) ->
          folders
              .computeIfAbsent(active.toAbsolutePath().getParent(), _ -> new LinkedHashMap<>())
              .put(active, rotation));
      folders.forEach(this::tidy);
      capAll();
    }
  }

  /// Files of one `total_size` share it: the oldest generations of them all go first.
  private void capAll() {
    var groups = new HashMap<Long, Map<Path, Rotation>>();
    everyKnown()
        .forEach((active, rotation) ->
            groups
                .computeIfAbsent(rotation.totalBytes(), _ -> new LinkedHashMap<>())
                .put(active, rotation));
    groups.remove(0L);
    groups.forEach((most, actives) -> {
      try {
        cap(most, actives.keySet());
      } catch (IOException | RuntimeException refused) {
        trouble.accept("rotated logs beyond total_size: " + refused);
      }
    });
  }

  private synchronized Map<Path, Rotation> everyKnown() {
    return new LinkedHashMap<>(known);
  }

  private static void cap(long mostBytes, Set<Path> actives) throws IOException {
    var folders = new HashMap<Path, Set<Path>>();
    long sum = 0;
    for (var active : actives) {
      folders
          .computeIfAbsent(active.toAbsolutePath().getParent(), _ -> new HashSet<>())
          .add(active);
      sum += Files.exists(active) ? Files.size(active) : 0;
    }
    var all = new ArrayList<Stored>();
    for (var folder : folders.entrySet()) {
      generations(folder.getKey(), folder.getValue()).values().forEach(all::addAll);
    }
    all.sort(Stored.OLDEST_FIRST);
    sum += all.stream().mapToLong(Stored::bytes).sum();
    for (var oldest : all) {
      if (sum > mostBytes) {
        Files.deleteIfExists(oldest.path);
        sum -= oldest.bytes;
      }
    }
  }

  /// Everything that waits, or nothing when the thread shall end.
  private synchronized Map<Path, Rotation> next() {
    long untilNs = System.nanoTime() + IDLE_NS;
    try {
      while (waiting.isEmpty() && !ended && untilNs > System.nanoTime()) {
        wait(Math.max(1, (untilNs - System.nanoTime()) / NS_PER_MS));
      }
    } catch (InterruptedException interrupted) {
      ended = true;
    }
    var batch = ended ? Map.<Path, Rotation>of() : new LinkedHashMap<>(waiting);
    waiting.clear();
    working = !batch.isEmpty();
    return batch;
  }

  private void tidy(Path folder, Map<Path, Rotation> actives) {
    try {
      var found = generations(folder, actives.keySet());
      for (var entry : actives.entrySet()) {
        var stored = found.getOrDefault(entry.getKey(), new ArrayList<>());
        stored.sort(Stored.OLDEST_FIRST);
        keep(stored, entry.getValue().keep());
        compress(stored, entry);
      }
    } catch (IOException | RuntimeException refused) {
      trouble.accept("rotated logs in %s: %s".formatted(folder, refused));
    }
  }

  /// One look at the folder for all of its files. Nobody is at work: a part that is found is left
  /// from a dead daemon.
  private static Map<Path, List<Stored>> generations(Path folder, Set<Path> actives)
      throws IOException {
    var byName = new HashMap<String, Path>();
    actives.forEach(active -> byName.put(String.valueOf(active.getFileName()), active));
    var found = new HashMap<Path, List<Stored>>();
    try (Stream<Path> files = Files.list(folder)) {
      for (var file : (Iterable<Path>) files::iterator) {
        var name = String.valueOf(file.getFileName());
        boolean part = name.endsWith(Compressing.PART);
        var whole = part ? name.substring(0, name.length() - Compressing.PART.length()) : name;
        var stored = stored(file, whole, byName);
        if (stored != null && part) {
          Files.deleteIfExists(file);
        } else if (stored != null) {
          var active = byName.get(stored.active);
          found.computeIfAbsent(active, _ -> new ArrayList<>()).add(stored);
        }
      }
    }
    return found;
  }

  private static @Nullable Stored stored(Path file, String name, Map<String, Path> byName) {
    int mark = name.lastIndexOf(Generation.MARK);
    if (mark < 0) {
      return null;
    }
    var stem = name.substring(0, mark);
    for (var active : List.of(stem + ".log", stem)) {
      var generation = byName.containsKey(active) ? Generation.of(active, name) : NONE;
      if (generation.isPresent()) {
        return facts(file, active, generation.get());
      }
    }
    return null;
  }

  private static @Nullable Stored facts(Path file, String active, Generation generation) {
    try {
      var facts = Files.readAttributes(file, BasicFileAttributes.class);
      var changed = facts.lastModifiedTime().toInstant();
      return new Stored(file, active, generation, changed, facts.size());
    } catch (IOException goneMeanwhile) {
      return null;
    }
  }

  private static void keep(List<Stored> stored, Rotation.Keep keep) throws IOException {
    while (keep.count() > 0 && stored.size() > keep.count()) {
      Files.deleteIfExists(stored.removeFirst().path);
    }
    var age = keep.age();
    while (age != null
        && !stored.isEmpty()
        && stored.getFirst().changed.isBefore(Instant.now().minus(age))) {
      Files.deleteIfExists(stored.removeFirst().path);
    }
  }

  /// Oldest first. New generations may come meanwhile: then the rest of the work is put back, and
  /// begins with what they made superfluous.
  private void compress(List<Stored> stored, Map.Entry<Path, Rotation> of) throws IOException {
    var how = of.getValue().keep().compression();
    for (var each : stored) {
      if (how != Rotation.Compression.NONE
          && each.generation.stored() == Rotation.Compression.NONE) {
        if (interrupted(of)) {
          return;
        }
        Compressing.run(each.path, how, each.changed);
      }
    }
  }

  private synchronized boolean interrupted(Map.Entry<Path, Rotation> of) {
    return ended || waiting.containsKey(of.getKey());
  }
}
