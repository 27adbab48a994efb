package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Reply;
import dev.reeve.api.Request;
import dev.reeve.model.InstanceDetail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A disk that fills up and is freed again, with a file system of its own.
class DiskFullIT {
  private static final int DISK_BYTES = 12 << 20;
  private static final String PADDING = "x".repeat(90);

  private final Path disk = newFolder();
  private final Path elsewhere = newFolder();
  private RealHome real = new RealHome();

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("reeve-disk").toRealPath();
    } catch (IOException refused) {
      throw new java.io.UncheckedIOException(refused);
    }
  }

  @BeforeEach
  void mount() throws Exception {
    int mounted = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "none", disk.toString());
    assertThat(mounted).as("this test mounts a small file system; run it as root").isZero();
  }

  private void fill() throws IOException {
    Files.write(ballast(), new byte[DISK_BYTES - (400 << 10)]);
  }

  @AfterEach
  void unmount() throws Exception {
    try {
      real.close();
    } finally {
      run("umount", disk.toString());
      Files.delete(disk);
      try (Stream<Path> left = Files.list(elsewhere)) {
        for (var file : left.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(elsewhere);
    }
  }

  private static int run(String... words) throws Exception {
    return new ProcessBuilder(words).inheritIO().start().waitFor();
  }

  private Path ballast() {
    return disk.resolve("ballast");
  }

  private Path side(Loud app) {
    return elsewhere.resolve(app.name() + ".count");
  }

  private long counted(Loud app) throws IOException {
    return Files.exists(side(app)) ? Files.size(side(app)) : 0;
  }

  /// Prints numbered lines from `first` to `last`; a byte a hundred lines goes to a file elsewhere.
  private String count(Loud app, int first, int last) {
    return """
    i=%d; while [ $i -le %d ]; do echo "%s $i"; i=$((i+1))
    [ $((i %% 100)) = 0 ] && printf . >> %s; done
    """
        .formatted(first, last, PADDING, side(app));
  }

  private static List<Loud> all(Path disk) {
    return List.of(Loud.Style.values()).stream()
        .map(style -> Loud.of(style.name().toLowerCase(java.util.Locale.ROOT)).as(style).in(disk))
        .toList();
  }

  private InstanceDetail describe(Loud app) throws Exception {
    var reply = (Reply.Details) real.ask(new Request.Describe(List.of(app.name())));
    return reply.details().getFirst();
  }

  private static String line(int number) {
    return PADDING + " " + number;
  }

  @Test
  void an_app_that_may_wait_waits_and_loses_no_line() throws Exception {
    fill();
    var other = Loud.of("other");
    other.start(real, "while :; do echo tick; sleep 0.02; done");
    var apps = all(disk);
    for (var app : apps) {
      app.start(real, count(app, 1, 10_000) + "sleep 1000");
    }
    for (var app : apps) {
      var view = real.until(app.name(), each -> each.note() != null);
      assertThat(view.note())
          .isEqualTo(
              "its log %s-out.log cannot be written: no space left on device; it waits"
                  .formatted(app.name()));
    }
    long ticks = Files.size(other.out(real));
    RealHome.eventually(() -> Files.size(other.out(real)) > ticks + 50 * 5);
    for (var app : apps) {
      assertThat(counted(app)).as(app.name()).isLessThan(100);
    }
    Files.delete(ballast());
    for (var app : apps) {
      RealHome.eventually(() -> counted(app) == 100);
      RealHome.eventually(() -> lastOf(app).equals(line(10_000)));
      var tale = Tale.of(app.out(real), app.style());
      assertThat(tale.lines()).isEqualTo(numbered(1, 10_000));
      assertThat(tale.toldLines()).isZero();
      assertThat(describe(app).droppedBytes()).isZero();
      assertThat(real.view(app.name()).note()).isNull();
    }
  }

  private static List<String> numbered(int first, int last) {
    return java.util.stream.IntStream.rangeClosed(first, last).mapToObj(DiskFullIT::line).toList();
  }

  @Test
  void an_app_that_must_not_wait_goes_on_and_what_is_missing_is_told_to_the_line()
      throws Exception {
    var apps = all(disk).stream().map(Loud::dropping).toList();
    fill();
    for (var app : apps) {
      app.start(
          real, count(app, 1, 10_000) + wait("freed") + count(app, 10_001, 12_000) + "sleep 1000");
    }
    for (var app : apps) {
      RealHome.eventually(() -> counted(app) == 100);
      assertThat(describe(app).droppedLines()).isPositive();
    }
    Files.delete(ballast());
    Files.createFile(elsewhere.resolve("freed"));
    for (var app : apps) {
      RealHome.eventually(() -> lastOf(app).equals(line(12_000)));
      isToldExactly(app, 12_000);
    }
  }

  private String wait(String file) {
    return "while [ ! -e %s ]; do sleep 0.05; done; ".formatted(elsewhere.resolve(file));
  }

  /// Nothing of the daemon's own can be written then, and lines have nowhere to wait for their end.
  @Test
  void a_full_disk_under_the_home_itself_changes_none_of_it() throws Exception {
    real.close();
    real = new RealHome(disk);
    var waiting = all(real.home().logs());
    var dropping =
        waiting.stream()
            .map(app ->
                new Loud(
                        "d-" + app.name(),
                        app.style(),
                        app.overflow(),
                        1,
                        app.folder(),
                        app.rotate())
                    .dropping())
            .toList();
    for (var app : waiting) {
      app.start(real, wait("filled") + count(app, 1, 8_000) + "sleep 1000");
    }
    for (var app : dropping) {
      var more = wait("freed") + count(app, 8_001, 9_000) + "sleep 1000";
      app.start(real, wait("filled") + count(app, 1, 8_000) + more);
    }
    Files.write(
        ballast(), new byte[(int) (Files.getFileStore(disk).getUsableSpace() - (300 << 10))]);
    Files.createFile(elsewhere.resolve("filled"));
    for (var app : dropping) {
      RealHome.eventually(() -> counted(app) == 80);
    }
    Files.delete(ballast());
    Files.createFile(elsewhere.resolve("freed"));
    for (var app : waiting) {
      RealHome.eventually(() -> lastOf(app).equals(line(8_000)));
      assertThat(Tale.of(app.out(real), app.style()).lines()).isEqualTo(numbered(1, 8_000));
    }
    for (var app : dropping) {
      RealHome.eventually(() -> lastOf(app).equals(line(9_000)));
      isToldExactly(app, 9_000);
    }
  }

  private String lastOf(Loud app) throws IOException {
    var lines = Tale.of(app.out(real), app.style()).lines();
    return lines.isEmpty() ? "" : lines.getLast();
  }

  private void isToldExactly(Loud app, int written) throws Exception {
    var tale = Tale.of(app.out(real), app.style());
    var detail = describe(app);
    var missing = new java.util.LinkedHashSet<>(numbered(1, written));
    assertThat(tale.lines()).as(app.name()).doesNotHaveDuplicates().allMatch(missing::contains);
    tale.lines().forEach(missing::remove);
    assertThat(missing).isNotEmpty();
    assertThat(tale.toldLines()).as(app.name()).isEqualTo(missing.size());
    assertThat(detail.droppedLines()).as(app.name()).isEqualTo(missing.size());
    long bytes = missing.stream().mapToLong(line -> line.length() + 1).sum();
    assertThat(tale.toldBytes()).as(app.name()).isEqualTo(bytes);
    assertThat(detail.droppedBytes()).as(app.name()).isEqualTo(bytes);
  }
}
