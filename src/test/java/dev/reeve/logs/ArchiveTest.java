package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.Generation;
import dev.reeve.model.Rotation;
import dev.reeve.model.RotationKeys;
import dev.reeve.os.linux.LinuxKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  private static final long LIMIT_NS = 60_000_000_000L;

  @TempDir Path folder;

  private final ConcurrentLinkedQueue<String> troubles = new ConcurrentLinkedQueue<>();
  private final Archive archive =
      new Archive(troubles::add, () -> {}, new LinuxKernel().filesElsewhere());

  @AfterEach
  void nothing_went_wrong() {
    archive.end();
    assertThat(troubles).isEmpty();
  }

  private static Rotation rotation(String... settings) {
    var map = new java.util.LinkedHashMap<String, String>();
    for (int i = 0; i < settings.length; i += 2) {
      map.put(settings[i], settings[i + 1]);
    }
    return RotationKeys.read(Map.copyOf(map), Rotation.USUAL).rotation();
  }

  private static LogFiles.Care care(String... settings) {
    return new LogFiles.Care(rotation(settings), null);
  }

  /// Generations of a file, oldest first: each a second younger, with its number as its text.
  private void generations(String active, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      var file = folder.resolve(Generation.name(active, "2026-11-23_10-00-00", i));
      Files.writeString(file, active + " " + i + "\n");
      Files.setLastModifiedTime(file, FileTime.fromMillis(1_800_000_000_000L + i * 1000L));
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void until(BooleanSupplier wanted) {
    long untilNs = System.nanoTime() + LIMIT_NS;
    while (!wanted.getAsBoolean()) {
      assertThat(System.nanoTime()).as("it never was so: %s", troubles).isLessThan(untilNs);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private boolean has(int count, String part) {
    try {
      return names().stream().filter(name -> name.contains(part)).count() == count;
    } catch (IOException refused) {
      return false;
    }
  }

  @Test
  void as_many_generations_are_kept_as_asked_and_none_of_another_file_is_touched()
      throws IOException {
    generations("api.log", 12);
    generations("my-api.log", 3);
    generations("api-1.log", 3);
    archive.add(folder.resolve("api.log"), care("retain", "7"));
    until(() -> has(7, "/api__".substring(1)) || has(7 + 3, "api__"));
    assertThat(names().stream().filter(name -> name.startsWith("api__")))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(5, 12)
                .mapToObj(i -> Generation.name("api.log", "2026-11-23_10-00-00", i))
                .toList());
    assertThat(names().stream().filter(name -> !name.startsWith("api__"))).hasSize(6);
  }

  @Test
  void generations_are_stored_whole_and_keep_their_place_in_time() throws IOException {
    generations("api.log", 3);
    Files.writeString(folder.resolve("api__2026-11-23_10-00-00.1.log.gz.part"), "half");
    archive.add(
        folder.resolve("api.log"),
        new LogFiles.Care(rotation("compress", "gzip", "retain", "30"), null));
    until(() -> has(3, ".log.gz") && has(3, "api__"));
    var second = folder.resolve("api__2026-11-23_10-00-00.1.log.gz");
    assertThat(Files.getLastModifiedTime(second).toMillis()).isEqualTo(1_800_000_001_000L);
    try (var in = new GZIPInputStream(Files.newInputStream(second))) {
      assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("api.log 1\n");
    }
  }

  @Test
  void zstd_is_read_by_its_own_library() throws IOException {
    generations("api.log", 1);
    archive.add(folder.resolve("api.log"), care("compress", "zstd"));
    until(() -> has(1, ".log.zst") && has(1, "api__"));
    var file = folder.resolve("api__2026-11-23_10-00-00.log.zst");
    try (var in = new io.airlift.compress.zstd.ZstdInputStream(Files.newInputStream(file))) {
      assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("api.log 0\n");
    }
  }

  @Test
  void all_files_of_one_total_size_share_it_and_the_oldest_go_first() throws IOException {
    generations("a.log", 4);
    generations("b.log", 4);
    Files.writeString(folder.resolve("a.log"), "0123456789");
    long each = "a.log 0\n".length();
    var capped = care("total_size", String.valueOf(10 + 5 * each), "retain", "all");
    archive.add(folder.resolve("a.log"), capped);
    archive.add(folder.resolve("b.log"), capped);
    until(() -> has(6, ".log"));
    assertThat(names())
        .contains("a__2026-11-23_10-00-00.3.log", "b__2026-11-23_10-00-00.2.log")
        .doesNotContain("a__2026-11-23_10-00-00.log", "b__2026-11-23_10-00-00.log");
  }

  @Test
  void what_is_older_than_asked_goes() throws IOException {
    generations("api.log", 3);
    var old = folder.resolve("api__2026-11-23_10-00-00.log");
    Files.setLastModifiedTime(old, FileTime.fromMillis(0));
    archive.add(folder.resolve("api.log"), care("retain", "7d"));
    until(() -> has(2, "api__"));
    assertThat(Files.exists(old)).isFalse();
  }
}
