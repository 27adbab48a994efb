package dev.reeve.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Json;
import dev.reeve.model.Rotation;
import dev.reeve.model.StdStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lines of any length, in chunks of any size, in every kind of log, also when the daemon dies on
/// the way: what an app has written stands in its log once, and the app never waits for good.
class LineLengthsTest {
  private static final int MOST = LineFilling.MAX_LINE;
  private static final int[] LENGTHS = {
    0,
    1,
    100,
    4095,
    65_536,
    131_071,
    131_072,
    131_073,
    MOST - 131_072,
    MOST - 1,
    MOST,
    MOST + 1,
    MOST + 3,
    MOST + 65_536,
    MOST + 131_073,
    2 * MOST,
    2 * MOST + 5,
    3 << 20
  };
  private static final int[] CHUNKS = {30_000, 65_536, 200_000};

  /// What a log may be.
  enum Kind {
    RAW,
    STAMPED,
    JSON,
    SHARED,
    SHARED_STAMPED,
    COMBINED;

    AppSpec.Logs settings() {
      var format = this == STAMPED || this == SHARED_STAMPED ? "[T]" : null;
      var type = this == JSON ? AppSpec.LogType.JSON : AppSpec.LogType.RAW;
      return new AppSpec.Logs(null, null, null, false, type, format);
    }
  }

  private final Disk disk = new Disk();
  private final Workspace workspace = new Workspace();
  private final Random random = new Random(7);
  private Journal.@Nullable Entry entry;
  private int pipe;

  private StreamLog log(Kind kind) {
    var memory =
        new Journal() {
          @Override
          public void begin(Entry begun) {
            entry = begun;
          }

          @Override
          public void end() {
            entry = null;
          }
        };
    var files = new LogFiles(new LogFiles.Ground(disk, disk.files, _ -> {}, (_, _) -> {}));
    var rotation =
        new Rotation(
            false,
            0,
            new Rotation.When(null, null),
            Rotation.USUAL.keep(),
            Rotation.USUAL.name(),
            0,
            false);
    var care = new LogFiles.Care(rotation, null);
    var to = new ArrayList<@Nullable LogFile>();
    to.add(files.use("/tmp/log", care));
    if (kind == Kind.SHARED || kind == Kind.SHARED_STAMPED) {
      files.use("/tmp/log", care);
    }
    if (kind == Kind.COMBINED) {
      to.add(files.use("/tmp/both", care));
    }
    var place = new StreamLog.Place(disk, memory, Path.of("/tmp/nowhere/held"));
    var outlet = new StreamLog.Outlet(workspace, () -> false, (_, _, _, _) -> {}, place);
    var source = new LineStyle.Source(1, "a", StdStream.OUT);
    return new StreamLog(source, kind.settings(), to, outlet);
  }

  /// Letters, and characters of two bytes, which a piece may not tear.
  private byte[] line(int length) {
    var line = new byte[length + 1];
    boolean wide = random.nextBoolean();
    for (int at = 0; at < length; at++) {
      if (wide && at + 1 < length && random.nextInt(3) == 0) {
        line[at++] = (byte) 0xc3;
        line[at] = (byte) 0xa4;
      } else {
        line[at] = (byte) ('a' + at % 26);
      }
    }
    line[length] = '\n';
    return line;
  }

  /// Writes it all, and begins anew wherever the daemon dies.
  private void write(Kind kind, byte[] all, int chunk, long callsToLive) {
    List.of("/tmp/log", "/tmp/both", "/tmp/nowhere/held").forEach(disk::forget);
    pipe = disk.pipe();
    entry = null;
    disk.callsToLive = callsToLive;
    int next = 0;
    for (boolean over = false; !over; ) {
      var log = log(kind);
      try {
        log.recover(pipe, entry, 0);
        entry = null;
        while (next < all.length) {
          int to = Math.min(all.length, next + 1 + random.nextInt(chunk));
          disk.say(pipe, Arrays.copyOfRange(all, next, to));
          next = to;
          assertThat(log.pump(pipe, Long.MAX_VALUE, 0)).isEqualTo(StreamLog.Pumped.EMPTY);
        }
        log.finish(pipe, 0);
        over = true;
      } catch (Disk.Death death) {
        disk.callsToLive = Long.MAX_VALUE;
      }
    }
    disk.callsToLive = Long.MAX_VALUE;
    assertThat(disk.waiting(pipe)).isZero();
  }

  /// What stands in a log, without what we have added.
  private byte[] read(Kind kind, String path) throws Exception {
    var all = new ByteArrayOutputStream();
    var stamped = kind.settings().dateFormat() != null;
    for (var line : disk.text(path).split("\n", -1)) {
      var text = line;
      boolean more = line.endsWith(" [reeve: continued]");
      if (kind == Kind.JSON && !line.isEmpty()) {
        var record = Json.parseObject(line);
        text = record.text("message", "");
        more = record.flag("partial", false);
      } else if (more) {
        text = line.substring(0, line.length() - " [reeve: continued]".length());
      }
      boolean ours = stamped && text.startsWith("T: ");
      all.write(text.substring(ours ? 3 : 0).getBytes(UTF_8));
      if (!more) {
        all.write('\n');
      }
    }
    var bytes = all.toByteArray();
    return Arrays.copyOf(bytes, bytes.length - 1);
  }

  private void same(Kind kind, String path, byte[] all, String about) throws Exception {
    var found = read(kind, path);
    // Of megabytes the comparison's own text would be no help.
    assertThat(Arrays.mismatch(found, all)).as("%s %s", kind, about).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void a_line_of_any_length_stands_in_its_log_once(Kind kind) throws Exception {
    for (int length : LENGTHS) {
      for (int chunk : CHUNKS) {
        var all = new ByteArrayOutputStream();
        all.write(line(random.nextInt(300)));
        all.write(line(length));
        all.write(line(random.nextInt(300)));
        write(kind, all.toByteArray(), chunk, Long.MAX_VALUE);
        same(kind, "/tmp/log", all.toByteArray(), length + " by " + chunk);
        if (kind == Kind.COMBINED) {
          same(kind, "/tmp/both", all.toByteArray(), length + " by " + chunk);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void so_it_does_when_the_daemon_dies_at_any_call(Kind kind) throws Exception {
    for (int calls = 0; calls < 60; calls++) {
      var all = new ByteArrayOutputStream();
      all.write(line(random.nextInt(300)));
      all.write(line(MOST + random.nextInt(70_000)));
      all.write(line(random.nextInt(300)));
      write(kind, all.toByteArray(), 131_072, calls);
      same(kind, "/tmp/log", all.toByteArray(), "dies at call " + calls);
    }
  }
}
