package dev.reeve.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Request;
import dev.reeve.model.Generation;
import dev.reeve.model.Rotation;
import dev.reeve.model.Status;
import dev.reeve.real.RealHome.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Logs of apps that write as fast as they can. `-Dreeve.log.seconds=60` makes it last.
class LogsUnderLoadIT {
  private static final int SECONDS = Integer.getInteger("reeve.log.seconds", 8);
  private static final int BATCH = 50_000;
  private static final String PADDING = "x".repeat(190);
  private static final long MAX_SIZE = 10 << 20;

  /// What the daemon's own memory may differ by while a follower does not read.
  private static final long FLAT_BYTES = 8 << 20;

  private static final Pattern WHOLE = Pattern.compile("x+ \\d \\d{1,5}");
  private static final Pattern DROPPED = Pattern.compile("\\[(\\d+) lines dropped.*");

  private final RealHome real = new RealHome();
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    for (var process : processes) {
      process.destroyForcibly().waitFor();
    }
    real.close();
  }

  private Path stop() {
    return real.folder().resolve("stop");
  }

  /// Numbered lines, and at the end how many there were, in a file.
  private String flood() {
    return """
    n=0; while [ ! -e %s ]; do seq -f '%s %%.0f' $((n+1)) $((n+%d)); n=$((n+%d)); done
    echo $n > %s.new; mv %s.new %s; sleep 1000
    """
        .formatted(stop(), PADDING, BATCH, BATCH, count(), count(), count());
  }

  private Path count() {
    return real.folder().resolve("count");
  }

  private long stopFlood() throws Exception {
    Files.createFile(stop());
    RealHome.eventually(() -> Files.exists(count()));
    return Long.parseLong(Files.readString(count()).strip());
  }

  /// What is looked at again and again.
  private interface Look {
    void look() throws Exception;
  }

  private static void forSeconds(Look look) throws Exception {
    long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    for (boolean over = false; !over; over = System.nanoTime() > untilNs) {
      look.look();
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }

  /// Oldest first.
  private static List<Path> generations(Path active) throws IOException {
    var name = active.getFileName().toString();
    try (Stream<Path> files = Files.list(active.getParent())) {
      return files
          .filter(file -> Generation.of(name, file.getFileName().toString()).isPresent())
          .sorted(Comparator.comparing(LogsUnderLoadIT::changed))
          .toList();
    }
  }

  private static java.nio.file.attribute.FileTime changed(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException gone) {
      return java.nio.file.attribute.FileTime.fromMillis(0);
    }
  }

  private static Generation generation(Path active, Path file) {
    return Generation.of(active.getFileName().toString(), file.getFileName().toString())
        .orElseThrow();
  }

  /// How many generations there are; one is there twice for a moment when it has been compressed.
  private static long turns(Path active) throws IOException {
    return generations(active).stream()
        .map(each -> generation(active, each))
        .map(each -> each.date() + " " + each.number())
        .distinct()
        .count();
  }

  private static boolean compressed(Path active) throws IOException {
    return generations(active).stream()
        .allMatch(each -> generation(active, each).stored() == Rotation.Compression.GZIP);
  }

  private static List<Path> withActive(Path active) throws IOException {
    var all = new ArrayList<>(generations(active));
    all.add(active);
    return all;
  }

  @Test
  void generations_hold_every_line_once_and_in_order_at_full_speed() throws Exception {
    var settings = new HashMap<String, @Nullable String>();
    settings.put("pm2-logrotate:max_size", "10M");
    settings.put("pm2-logrotate:compress", "gzip");
    settings.put("pm2-logrotate:retain", "7");
    settings.put("pm2-logrotate:rotateInterval", "none");
    real.ask(new Request.Configure(settings));
    var app = Loud.of("loud").rotated(Map.of());
    long beganNs = System.nanoTime();
    app.start(real, flood());
    var active = app.out(real);
    int longest = PADDING.length() + 20;
    forSeconds(() -> assertThat(size(active)).isLessThan(MAX_SIZE + longest));
    RealHome.eventually(() -> turns(active) >= 7);
    long lines = stopFlood();
    RealHome.eventually(() -> size(active) == expectedTail(lines));
    double seconds = (System.nanoTime() - beganNs) / 1e9;
    RealHome.eventually(() -> generations(active).size() == 7 && compressed(active));
    var kept = withActive(active);
    assertThat(Numbered.gapOrRepeat(kept.toArray(Path[]::new))).isEmpty();
    assertThat(inNameOrder(active, generations(active))).isTrue();
    var firsts = firstLines(lines);
    assertThat(Numbered.first(kept.getFirst())).isEqualTo(firsts.get(firsts.size() - 8));
    System.out.printf(
        "rotation: %d lines, %d generations, %.0f MB/s for %.0f s%n",
        lines, firsts.size() - 1, bytesTo(lines) / 1e6 / seconds, seconds);
  }

  /// A rotation takes it away for a moment.
  private static long size(Path file) throws IOException {
    try {
      return Files.size(file);
    } catch (NoSuchFileException rotated) {
      return 0;
    }
  }

  private static boolean inNameOrder(Path active, List<Path> generations) {
    var byName =
        generations.stream()
            .sorted(
                Comparator.comparing((Path each) -> generation(active, each).date())
                    .thenComparingInt(each -> generation(active, each).number()))
            .toList();
    return byName.equals(generations);
  }

  /// The first line of each generation, as it must be, and of the file that is written now.
  private static List<Long> firstLines(long lines) {
    var firsts = new ArrayList<>(List.of(1L));
    long size = 0;
    for (long line = 1; line <= lines; line++) {
      size += length(line);
      if (size >= MAX_SIZE) {
        firsts.add(line + 1);
        size = 0;
      }
    }
    return firsts;
  }

  private static long expectedTail(long lines) {
    return bytesTo(lines) - bytesTo(firstLines(lines).getLast() - 1);
  }

  private static long bytesTo(long last) {
    long bytes = 0;
    for (long line = 1; line <= last; line++) {
      bytes += length(line);
    }
    return bytes;
  }

  private static int length(long line) {
    return PADDING.length() + 2 + Long.toString(line).length();
  }

  @Test
  void instances_that_share_a_file_tear_and_lose_no_line_of_each_other() throws Exception {
    var rotate =
        Map.of("max_size", "1M", "retain", "all", "compress", "gzip", "rotateInterval", "none");
    for (var style : Loud.Style.values()) {
      var app = Loud.of(style.name()).as(style).merged(3).rotated(rotate);
      var line = "'" + PADDING + " '$NODE_APP_INSTANCE' %.0f'";
      app.start(real, "seq -f " + line + " 1 20000; sleep 1000");
      var active = app.out(real);
      RealHome.eventually(() -> generations(active).size() >= 11 && compressed(active));
      RealHome.eventually(() ->
          ends(withActive(active), style).equals(Map.of("0", 20_000L, "1", 20_000L, "2", 20_000L)));
    }
  }

  /// The last number of each instance, and of one whose lines are not in order where that was.
  private static Map<String, Long> ends(List<Path> files, Loud.Style style) throws IOException {
    var last = new HashMap<String, Long>();
    for (var file : files) {
      if (!Files.exists(file)) {
        return Map.of("compressed meanwhile", 0L);
      }
      for (var line : Tale.of(file, style).lines()) {
        if (!WHOLE.matcher(line).matches()) {
          return Map.of("not written to its end: " + line + " in " + file, 0L);
        }
        var words = line.split(" ", -1);
        long number = Long.parseLong(words[2]);
        if (!words[0].equals(PADDING) || last.getOrDefault(words[1], 0L) != number - 1) {
          return Map.of("wrong: " + line + " in " + file, number);
        }
        last.put(words[1], number);
      }
    }
    return last;
  }

  @Test
  void the_last_words_of_100_crashes_are_there_while_another_app_floods() throws Exception {
    Loud.of("loud")
        .rotated(Map.of("max_size", "10M", "retain", "1", "rotateInterval", "none"))
        .start(real, flood());
    var script = "seq 1 3000; echo fatal: last words; echo fatal: last error >&2; exit 1";
    real.startShell(App.of("crash", script).patience(100, Duration.ofMinutes(10)));
    real.until("crash", Status.ERRORED);
    var lines = real.log("crash-out.log").lines().toList();
    assertThat(lines).hasSize(100 * 3001);
    for (int run = 1; run <= 100; run++) {
      assertThat(lines.get(run * 3001 - 1)).isEqualTo("fatal: last words");
    }
    assertThat(real.log("crash-error.log")).isEqualTo("fatal: last error\n".repeat(100));
  }

  /// It reads on when nothing more is written: it must not take another line to be told.
  @Test
  void a_suspended_follower_costs_no_memory_and_is_told_what_it_missed() throws Exception {
    Loud.of("loud")
        .rotated(Map.of("max_size", "10M", "retain", "1", "rotateInterval", "none"))
        .start(real, flood());
    var seen = real.folder().resolve("seen");
    var follower = follow(seen);
    RealHome.eventually(() -> size(seen) > 1 << 20);
    send("STOP", follower);
    var memory = new ArrayList<Long>();
    forSeconds(() -> memory.add(anonymousBytes()));
    long last = stopFlood();
    send("CONT", follower);
    RealHome.eventually(() -> endsWith(seen, last));
    var told = told(seen);
    assertThat(told.dropped).isPositive();
    assertThat(told.received + told.dropped).isEqualTo(last - told.first + 1);
    long most = memory.stream().max(Comparator.naturalOrder()).orElseThrow();
    System.out.printf(
        "suspended follower: %d lines received, %d dropped, RssAnon %d to %d kB%n",
        told.received, told.dropped, memory.getFirst() >> 10, most >> 10);
    assertThat(most - memory.getFirst()).isLessThan(FLAT_BYTES);
  }

  private Process follow(Path seen) throws IOException {
    var builder =
        new ProcessBuilder(RealHome.LAUNCHER.toString(), "logs", "loud", "--lines", "0", "--raw")
            .redirectOutput(seen.toFile())
            .redirectErrorStream(true);
    builder.environment().put("REEVE_HOME", real.home().root().toString());
    var process = builder.start();
    processes.add(process);
    return process;
  }

  private static void send(String signal, Process to) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + signal, String.valueOf(to.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private long anonymousBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + real.daemonPid() + "/status")).stream()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }

  /// What a follower saw.
  private record Told(long first, long received, long dropped) {}

  private static Told told(Path seen) throws IOException {
    long first = 0;
    long received = 0;
    long dropped = 0;
    for (var line : Files.readAllLines(seen)) {
      var notice = DROPPED.matcher(line);
      if (notice.find()) {
        dropped += Long.parseLong(notice.group(1));
      } else if (line.startsWith(PADDING)) {
        received++;
        first = first == 0 ? number(line) : first;
      }
    }
    return new Told(first, received, dropped);
  }

  private static long number(String line) {
    return Long.parseLong(line.substring(PADDING.length() + 1));
  }

  /// Whether all is there up to a line, seen or told.
  private static boolean endsWith(Path seen, long last) throws IOException {
    var told = told(seen);
    return told.received + told.dropped >= last - told.first + 1;
  }
}
