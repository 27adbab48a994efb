package dev.reeve.logs;

import dev.reeve.model.AppSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The way of one output stream of one instance: from the bytes of its pipe to its files, and to
/// whoever follows it.
///
/// A raw stream with a file of its own is passed through as it comes. A stamp goes before the first
/// byte of each line. Where a line must not be torn — a file that others write to as well, a JSON
/// record — it is held until it is whole.
public final class StreamLog {
  private static final byte[] NEWLINE = {'\n'};
  private static final int OUT_BYTES = 128 << 10;

  /// Takes the lines of a followed stream.
  public interface Follower {
    void onLine(String text, long wallMs);
  }

  private final List<LogFile> targets;
  private final LineStyle style;
  private final Follower follower;
  private final BooleanSupplier followed;
  private final LineCarry fileCarry = new LineCarry();
  private final LineCarry followCarry = new LineCarry();
  private final Page page;
  private boolean atLineStart = true;
  private boolean holds;

  /// Where formatted bytes are gathered for one write; the loop's thread has one for all streams.
  public static final class Page {
    private final byte[] bytes = new byte[OUT_BYTES];
    private int length;
  }

  /// What a stream is written with: `followed` says whether `follower` wants lines at all.
  public record Outlet(Page page, BooleanSupplier followed, Follower follower) {}

  public StreamLog(
      LineStyle.Source source, AppSpec.Logs logs, List<@Nullable LogFile> targets, Outlet outlet) {
    this.style = LineStyle.of(logs, source);
    this.targets = targets.stream().flatMap(Stream::ofNullable).distinct().toList();
    this.targets.forEach(LogFile::addStream);
    this.page = outlet.page;
    this.followed = outlet.followed;
    this.follower = outlet.follower;
  }

  /// The files that it writes to.
  public List<LogFile> targets() {
    return targets;
  }

  /// Takes a chunk of output; the array is the caller's again afterwards.
  public void accept(byte[] chunk, int length, long wallMs) {
    if (!targets.isEmpty()) {
      toFiles(chunk, length, wallMs);
    }
    if (followed.getAsBoolean()) {
      followCarry.accept(chunk, length, (bytes, from, to) -> follow(bytes, from, to, wallMs));
    } else {
      followCarry.clear();
    }
  }

  /// The run is over: what has no line end yet is a line as well.
  public void finish(long wallMs) {
    if (holdsLines()) {
      fileCarry.finish((bytes, from, to) -> addLine(bytes, from, to, wallMs));
    } else if (!atLineStart && style instanceof LineStyle.Stamped) {
      add(NEWLINE, 0, 1, wallMs);
      atLineStart = true;
    }
    flush(wallMs);
    followCarry.finish((bytes, from, to) -> follow(bytes, from, to, wallMs));
    targets.forEach(LogFile::removeStream);
  }

  private void toFiles(byte[] chunk, int length, long wallMs) {
    if (holdsLines()) {
      fileCarry.accept(chunk, length, (bytes, from, to) -> addLine(bytes, from, to, wallMs));
    } else if (style instanceof LineStyle.Stamped(var format)) {
      stampInto(chunk, length, format.stamp(wallMs), wallMs);
    } else {
      writeAll(chunk, length, wallMs);
    }
    flush(wallMs);
  }

  /// Once lines are held they go on being held: what is in the carry must not be overtaken.
  private boolean holdsLines() {
    holds |= style instanceof LineStyle.JsonLine || targets.stream().anyMatch(LogFile::shared);
    return holds;
  }

  private void stampInto(byte[] chunk, int length, byte[] stamp, long wallMs) {
    int from = 0;
    while (from < length) {
      if (atLineStart) {
        add(stamp, 0, stamp.length, wallMs);
      }
      int end = Newlines.next(chunk, from, length);
      atLineStart = end < length;
      int next = Math.min(end + 1, length);
      add(chunk, from, next, wallMs);
      from = next;
    }
  }

  private void addLine(byte[] bytes, int from, int to, long wallMs) {
    switch (style) {
      case LineStyle.Raw _ -> {}
      case LineStyle.Stamped(var format) -> {
        var stamp = format.stamp(wallMs);
        add(stamp, 0, stamp.length, wallMs);
      }
      case LineStyle.JsonLine record -> {
        var text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        var line = LineStyle.record(record, text, wallMs);
        add(line, 0, line.length, wallMs);
        return;
      }
    }
    add(bytes, from, to, wallMs);
    add(NEWLINE, 0, 1, wallMs);
  }

  private void add(byte[] bytes, int from, int to, long wallMs) {
    int at = from;
    while (at < to) {
      if (page.length == page.bytes.length) {
        flush(wallMs);
      }
      int some = Math.min(to - at, page.bytes.length - page.length);
      System.arraycopy(bytes, at, page.bytes, page.length, some);
      page.length += some;
      at += some;
    }
  }

  private void flush(long wallMs) {
    writeAll(page.bytes, page.length, wallMs);
    page.length = 0;
  }

  private void writeAll(byte[] bytes, int length, long wallMs) {
    for (var target : targets) {
      target.write(bytes, length, wallMs);
    }
  }

  private void follow(byte[] bytes, int from, int to, long wallMs) {
    follower.onLine(new String(bytes, from, to - from, StandardCharsets.UTF_8), wallMs);
  }
}
