package dev.reeve.client;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What was written to a log file up to a size, its generations included. It is read in slices, so
/// that memory does not depend on its length; the file stays open, so that a rotation meanwhile
/// changes nothing.
public final class LogHistory implements AutoCloseable {
  private static final long FIRST_SLICE = 64 << 10;
  private static final long BIGGEST_SLICE = 32 << 20;
  private static final int SEARCH_STEP = 64 << 10;

  private static final Path NOTHING = Path.of("/dev/null");

  private final FileChannel active;
  private final long activeEnd;
  private final long activeModifiedMs;
  private final @Nullable Object inode;
  private final Path path;
  private final LineFilter filter;
  private @Nullable List<LogArchive.Part> parts;

  /// Whole lines of one file; `part` is null for the active file, `to` open for a compressed one.
  private record Slice(LogArchive.@Nullable Part part, long from, long to) {}

  /// Opens the past of a file, which is what it held when its size was `size`. A file that has been
  /// rotated since then is the newest of its generations.
  public LogHistory(Path path, long size, LineFilter filter) throws IOException {
    this.path = path;
    this.filter = filter;
    var file = atThatTime(path, size);
    this.active = FileChannel.open(file);
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    this.activeModifiedMs = attributes.lastModifiedTime().toMillis();
    this.activeEnd = Math.min(size, active.size());
    this.inode = attributes.fileKey();
  }

  private static Path atThatTime(Path path, long size) throws IOException {
    if (Files.exists(path) && Files.size(path) >= size) {
      return Files.isRegularFile(path) ? path : NOTHING;
    }
    var parts = new LogArchive(path).parts();
    if (size > 0 && !parts.isEmpty()) {
      var newest = parts.getLast();
      if (newest.plain() && Files.size(newest.path()) >= size) {
        return newest.path();
      }
    }
    return Files.isRegularFile(path) ? path : NOTHING;
  }

  /// Whether there is nothing, wanted or not.
  public boolean isEmpty() throws IOException {
    return activeEnd == 0 && parts().isEmpty();
  }

  /// The last wanted lines, at most `count`.
  public void last(int count, LineSink sink) throws IOException {
    var slices = new ArrayDeque<Slice>();
    long have = tail(null, activeEnd, count, slices);
    var older = have < count ? parts() : List.<LogArchive.Part>of();
    for (int i = older.size() - 1; i >= 0 && have < count; i--) {
      var part = older.get(i);
      boolean plain = part.plain() && Files.exists(part.path());
      have += tail(part, plain ? Files.size(part.path()) : -1, count - have, slices);
    }
    long skip = have - count;
    for (var slice : slices) {
      var from = new Skipping(Math.max(0, skip), sink);
      if (!read(slice, (bytes, start, end) -> hand(bytes, start, end, from))) {
        return;
      }
      skip = 0;
    }
  }

  /// Adds slices of one file before the others until they hold enough wanted lines, or it has no
  /// more; returns how many they hold.
  private long tail(LogArchive.@Nullable Part part, long end, long enough, ArrayDeque<Slice> slices)
      throws IOException {
    long have = 0;
    long left = end;
    long size = FIRST_SLICE;
    while (left != 0 && have < enough) {
      var slice = new Slice(part, left < 0 ? 0 : lineStart(part, left, size), left);
      have += count(slice);
      slices.addFirst(slice);
      left = slice.from;
      size = Math.min(BIGGEST_SLICE, size * 2);
    }
    return have;
  }

  /// The generations, looked for when they are needed and with the file open: one that is rotated
  /// now is not read twice.
  private List<LogArchive.Part> parts() throws IOException {
    if (parts == null) {
      parts =
          new LogArchive(path)
              .parts().stream().filter(part -> !Objects.equals(part.inode(), inode)).toList();
    }
    return parts;
  }

  /// All wanted lines since a moment. Without `times` a line's own time is not known, and that of
  /// its file decides.
  public void since(long sinceMs, @Nullable LineTimes times, LineSink sink) throws IOException {
    var gate = new Gate(sinceMs, times);
    var files = new ArrayList<LogArchive.@Nullable Part>(parts());
    files.add(null);
    for (var part : files) {
      if ((part == null ? activeModifiedMs : part.modifiedMs()) < sinceMs) {
        continue;
      }
      long end = part == null ? activeEnd : -1;
      long start = part == null && gate.shut ? gate.search() : 0;
      boolean more =
          read(
              new Slice(part, start, end),
              (bytes, from, to) -> {
                int open = gate.open(bytes, from, to);
                return open >= to || hand(bytes, open, to, sink);
              });
      if (!more) {
        return;
      }
    }
  }

  private boolean hand(byte[] bytes, int from, int to, LineSink sink) throws IOException {
    filter.lines(bytes, from, to, sink);
    return sink.goesOn();
  }

  private long count(Slice slice) throws IOException {
    var counted = new long[1];
    read(
        slice,
        (bytes, from, to) -> {
          filter.lines(bytes, from, to, (_, _, _) -> counted[0]++);
          return true;
        });
    return counted[0];
  }

  /// A file that is torn, as it was being compressed when the machine went down, ends there.
  private boolean read(Slice slice, LineReader.Blocks blocks) throws IOException {
    long limit = slice.to < 0 ? Long.MAX_VALUE : slice.to - slice.from;
    if (slice.part == null) {
      return LineReader.read(Channels.newInputStream(active.position(slice.from)), limit, blocks);
    }
    try (var in = slice.part.open(slice.from)) {
      return LineReader.read(in, limit, blocks);
    } catch (EOFException torn) {
      return true;
    }
  }

  /// Where the lines begin of which about `size` bytes end at `end`; what has no line end for so
  /// long as the biggest slice is cut.
  private long lineStart(LogArchive.@Nullable Part part, long end, long size) throws IOException {
    for (long wanted = size; wanted < end; wanted *= 2) {
      long at = end - wanted;
      try (var other = part == null ? null : FileChannel.open(part.path())) {
        long next = nextLine(other == null ? active : other, at, end);
        if (next < end) {
          return next;
        }
      }
      if (wanted >= BIGGEST_SLICE) {
        return at;
      }
    }
    return 0;
  }

  /// The first place from `at` on where a line begins; `end` if none does before.
  private static long nextLine(FileChannel file, long at, long end) throws IOException {
    var block = ByteBuffer.allocate(SEARCH_STEP);
    for (long from = at - 1; from < end; from += SEARCH_STEP) {
      block.clear().limit((int) Math.min(SEARCH_STEP, end - from));
      int read = file.read(block, from);
      for (int i = 0; i < read; i++) {
        if (block.get(i) == '\n') {
          return from + i + 1;
        }
      }
    }
    return end;
  }

  @Override
  public void close() throws IOException {
    active.close();
  }

  /// Hands on what comes after so many lines.
  private static final class Skipping implements LineSink {
    private final LineSink to;
    private long left;

    Skipping(long left, LineSink to) {
      this.left = left;
      this.to = to;
    }

    @Override
    public void line(byte[] bytes, int from, int end) throws IOException {
      if (left > 0) {
        left--;
      } else {
        to.line(bytes, from, end);
      }
    }

    @Override
    public boolean goesOn() {
      return to.goesOn();
    }
  }

  /// Shut until a line says that it is not older than a moment.
  private final class Gate {
    private final long sinceMs;
    private final @Nullable LineTimes times;
    boolean shut;

    Gate(long sinceMs, @Nullable LineTimes times) {
      this.sinceMs = sinceMs;
      this.times = times;
      this.shut = times != null;
    }

    /// Where in a block the gate opens; `to` if it stays shut.
    int open(byte[] bytes, int from, int to) {
      int at = from;
      while (shut && at < to) {
        int end = at;
        while (end < to && bytes[end] != '\n') {
          end++;
        }
        shut = !isDue(bytes, at, end);
        at = shut ? end + 1 : at;
      }
      return Math.min(at, to);
    }

    private boolean isDue(byte[] bytes, int from, int to) {
      var at = times == null ? null : times.read(LineFilter.text(bytes, from, to)).atMs();
      return at != null && at >= sinceMs;
    }

    /// A place in the active file not far before the first line that is due.
    long search() throws IOException {
      long low = 0;
      long high = activeEnd;
      while (high - low > SEARCH_STEP) {
        long middle = (low + high) >>> 1;
        long line = nextLine(active, middle, high);
        var at = line < high ? timeAt(line) : null;
        if (at != null && at < sinceMs) {
          low = line;
        } else {
          high = middle;
        }
      }
      return low;
    }

    private @Nullable Long timeAt(long place) throws IOException {
      var lines = new ArrayList<String>(1);
      LineReader.read(
          Channels.newInputStream(active.position(place)),
          Math.min(SEARCH_STEP, activeEnd - place),
          (bytes, from, to) -> {
            int end = from;
            while (end < to && bytes[end] != '\n') {
              end++;
            }
            lines.add(LineFilter.text(bytes, from, end));
            return false;
          });
      return times == null || lines.isEmpty() ? null : times.read(lines.getFirst()).atMs();
    }
  }
}
