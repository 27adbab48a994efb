package dev.reeve.real;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Log files that others move, cut and configure, and a daemon that dies at its work.
class LogFilesIT {
  private static final String TICKS =
      "i=0; while :; do i=$((i+1)); echo \"tick $i\"; sleep 0.01; done";

  private final RealHome real = new RealHome();

  @AfterEach
  void end() throws Exception {
    real.close();
  }

  private List<Loud> startAll(String script) throws Exception {
    var apps =
        Stream.of(Loud.Style.values())
            .map(style -> Loud.of(style.name().toLowerCase(Locale.ROOT)).as(style))
            .toList();
    for (var app : apps) {
      app.start(real, script);
    }
    return apps;
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private void grows(Path file) throws Exception {
    long before = size(file);
    RealHome.eventually(() -> size(file) > before + 200);
  }

  private Path moved(Loud app) throws IOException {
    var moved = real.folder().resolve(app.name() + ".moved");
    return Files.move(app.out(real), moved);
  }

  private void isGapless(Loud app, Path... files) throws Exception {
    assertThat(Numbered.first(files[0])).as(app.name()).isEqualTo(1);
    assertThat(Numbered.gapOrRepeat(files)).as(app.name()).isEmpty();
  }

  @Test
  void a_file_that_was_moved_is_begun_anew_on_a_signal() throws Exception {
    for (var app : startAll(TICKS)) {
      grows(app.out(real));
      // Its look once a second must not come between the two.
      signalDaemon("STOP");
      RealHome.eventually(() -> RealHome.letter(real.daemonPid()).equals("T"));
      var moved = moved(app);
      signalDaemon("USR2");
      signalDaemon("CONT");
      grows(app.out(real));
      isGapless(app, moved, app.out(real));
    }
    assertThat(real.daemonLog()).doesNotContain("was moved away");
  }

  private void signalDaemon(String name) throws Exception {
    var pid = String.valueOf(real.daemonPid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  @Test
  void a_file_that_was_moved_is_noticed_without_a_signal() throws Exception {
    for (var app : startAll(TICKS)) {
      grows(app.out(real));
      var moved = moved(app);
      grows(app.out(real));
      isGapless(app, moved, app.out(real));
      assertThat(real.daemonLog()).contains(app.out(real) + " was moved away; a new one is begun");
    }
  }

  @Test
  void a_file_that_was_cut_goes_on_from_its_beginning_without_a_hole() throws Exception {
    for (var app : startAll(TICKS)) {
      var file = app.out(real);
      RealHome.eventually(() -> size(file) > 2000);
      var cut = new ProcessBuilder("sh", "-c", ": > " + file).start();
      assertThat(cut.waitFor()).isZero();
      grows(file);
      assertThat(Numbered.first(file)).isGreaterThan(1);
      assertThat(Numbered.gapOrRepeat(file)).isEmpty();
      assertThat(Files.readString(file)).doesNotContain("\0");
    }
  }

  private void configure(String key, String value) throws Exception {
    real.ask(new Request.Configure(Map.of("pm2-logrotate:" + key, value)));
  }

  private long generations(String name) throws IOException {
    try (Stream<Path> files = Files.list(real.home().logs())) {
      return files
          .filter(each -> each.getFileName().toString().startsWith(name + "-out__"))
          .count();
    }
  }

  @Test
  void settings_hold_as_soon_as_they_are_changed() throws Exception {
    var app = Loud.of("api").rotated(Map.of());
    // Those beyond what is kept are deleted some time after a rotation.
    configure("retain", "all");
    app.start(real, TICKS);
    grows(app.out(real));
    assertThat(generations("api")).isZero();
    configure("max_size", "100");
    RealHome.eventually(() -> generations("api") > 5);
    configure("enabled", "false");
    long before = generations("api");
    RealHome.eventually(() -> size(app.out(real)) > 1000);
    assertThat(generations("api")).isEqualTo(before);
    configure("max_size", "1M");
    configure("enabled", "true");
    configure("retain", "2");
    RealHome.eventually(() -> generations("api") == 2);
    configure("compress", "gzip");
    RealHome.eventually(() -> all(".gz").size() == 2);
  }

  private List<String> all(String ending) throws IOException {
    try (Stream<Path> files = Files.list(real.home().logs())) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(each -> each.endsWith(ending))
          .toList();
    }
  }

  @Test
  void generations_of_one_app_are_not_those_of_another() throws Exception {
    var others =
        List.of(
            "my-api-out__2020-01-01_00-00-00.log",
            "api-out-1__2020-01-01_00-00-00.log",
            "api-out__worker.log",
            "api-out__worker__2020-01-01_00-00-00.log",
            "api-out__2020-01-01_00-00-00.log.bak");
    Files.createDirectories(real.home().logs());
    for (var other : others) {
      Files.writeString(real.home().logs().resolve(other), other);
    }
    var mine = Files.createFile(real.home().logs().resolve("api-out__2020-01-01_00-00-00.log"));
    var rotate = Map.of("max_size", "50", "retain", "1", "compress", "gzip");
    Loud.of("api").rotated(rotate).start(real, TICKS);
    RealHome.eventually(() -> !Files.exists(mine) && !all(".gz").isEmpty());
    for (var other : others) {
      assertThat(Files.readString(real.home().logs().resolve(other))).isEqualTo(other);
    }
  }

  @Test
  void a_daemon_killed_while_it_compresses_leaves_nothing_half_done() throws Exception {
    var rotate =
        Map.of("max_size", "10M", "retain", "all", "compress", "gzip", "rotateInterval", "none");
    var app = Loud.of("loud").rotated(rotate);
    app.start(real, untilStopped());
    for (int kill = 0; kill < 3; kill++) {
      RealHome.eventually(() -> !all(".gz.part").isEmpty());
      killDaemon();
      real.list();
    }
    killDaemon();
    Files.createFile(real.home().logs().resolve("loud-out__2001-01-01_00-00-00.log.gz.part"));
    real.list();
    real.file("stop", "");
    var count = real.folder().resolve("count");
    RealHome.eventually(() -> Files.exists(count));
    long lines = Long.parseLong(Files.readString(count).strip());
    RealHome.eventually(() -> Numbered.last(app.out(real)) == lines);
    RealHome.eventually(() -> all(".part").isEmpty() && uncompressed().isEmpty());
    var files = new ArrayList<Path>();
    all(".gz").stream().map(real.home().logs()::resolve).forEach(files::add);
    files.sort(java.util.Comparator.comparingLong(Numbered::firstOf));
    files.add(app.out(real));
    isGapless(app, files.toArray(Path[]::new));
    assertThat(files)
        .isSortedAccordingTo(
            java.util.Comparator.comparingLong(file -> file.toFile().lastModified()));
  }

  /// Numbered lines for as long as there must be something to compress, and how many there were.
  private static String untilStopped() {
    return """
    n=0; while [ ! -e stop ]; do seq -f '%s %%.0f' $((n+1)) $((n+50000)); n=$((n+50000)); done
    echo $n > count.new; mv count.new count; sleep 1000
    """
        .formatted("x".repeat(190));
  }

  private List<String> uncompressed() throws IOException {
    return all(".log").stream().filter(each -> each.contains("__")).toList();
  }

  private void killDaemon() throws Exception {
    var daemon = ProcessHandle.of(real.daemonPid()).orElseThrow();
    daemon.destroyForcibly();
    RealHome.eventually(() -> !daemon.isAlive());
  }

  /// Two-byte characters, emoji, every byte there is, CRLF, a long line, empty lines, and no end.
  private static byte[] everything() {
    var text = new StringBuilder("Größe ¿qué? žluťoučký 🦊🧡👩‍👩‍👧 \"quoted\" \\ \t\r\nCRLF\r\n");
    text.append("0123456789🧡é".repeat((5 << 20) / 16)).append('\n');
    text.append("\n".repeat(1_000_000));
    var bytes = new java.io.ByteArrayOutputStream();
    bytes.writeBytes(text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (int each = 0; each < 256; each++) {
      bytes.write(each == '\n' ? 0xff : each);
    }
    bytes.writeBytes("\nno end".getBytes(ISO_8859_1));
    return bytes.toByteArray();
  }

  @Test
  void whatever_is_written_is_exact_in_every_style() throws Exception {
    var input = Files.write(real.folder().resolve("input"), everything());
    var apps =
        startAll(
            "head -c 200 input | dd bs=3 2> /dev/null; tail -c +201 input; "
                + "touch written-$name; sleep 1000");
    for (var app : apps) {
      RealHome.eventually(() -> Files.exists(real.folder().resolve("written-" + app.name())));
    }
    real.ask(new Request.Stop(List.of("all")));
    var text = new String(Files.readAllBytes(input), ISO_8859_1);
    assertThat(Files.mismatch(input, apps.get(0).out(real))).as("raw").isEqualTo(-1);
    var stamped = new String(Files.readAllBytes(apps.get(1).out(real)), ISO_8859_1);
    var bare = stamped.replaceAll("(?md)^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}: ", "");
    assertThat(bare.equals(text + "\n")).as("stamped").isTrue();
    var records = Records.of(apps.get(2).out(real));
    var lines = List.of(Files.readString(input, ISO_8859_1).split("\n", -1));
    assertThat(records).hasSize(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      var line =
          new String(lines.get(i).getBytes(ISO_8859_1), java.nio.charset.StandardCharsets.UTF_8);
      boolean binary = i == lines.size() - 2;
      assertThat(binary || records.get(i).equals(line)).as("record %d", i).isTrue();
    }
  }
}
