package dev.reeve.model;

import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// When a log file becomes a generation of the past, and what is kept of those. `maxBytes` and
/// `totalBytes` are 0 for no limit; `zone` is that of the schedule and of the names; `ownLog` says
/// whether the daemon's own log is rotated too.
public record Rotation(
    boolean on, long maxBytes, When when, Keep keep, Name name, long totalBytes, boolean ownLog) {
  /// What pm2-logrotate does without settings.
  public static final Rotation USUAL =
      new Rotation(
          true,
          10 << 20,
          new When(Cron.parse("0 0 * * *").orElseThrow(), null),
          new Keep(30, null, Compression.NONE),
          new Name("YYYY-MM-DD_HH-mm-ss", ZoneId.systemDefault()),
          0,
          true);

  public Rotation withOn(boolean other) {
    return new Rotation(other, maxBytes, when, keep, name, totalBytes, ownLog);
  }

  public Rotation withMaxBytes(long other) {
    return new Rotation(on, other, when, keep, name, totalBytes, ownLog);
  }

  public Rotation withWhen(When other) {
    return new Rotation(on, maxBytes, other, keep, name, totalBytes, ownLog);
  }

  public Rotation withKeep(Keep other) {
    return new Rotation(on, maxBytes, when, other, name, totalBytes, ownLog);
  }

  public Rotation withName(Name other) {
    return new Rotation(on, maxBytes, when, keep, other, totalBytes, ownLog);
  }

  public Rotation withTotalBytes(long other) {
    return new Rotation(on, maxBytes, when, keep, name, other, ownLog);
  }

  public Rotation withOwnLog(boolean other) {
    return new Rotation(on, maxBytes, when, keep, name, totalBytes, other);
  }

  /// Rotation by the clock: at the times of a schedule, or when the file's first line is so old.
  public record When(@Nullable Cron schedule, @Nullable Duration age) {}

  /// How many generations are kept (0: all) or for how long (null: for ever).
  public record Keep(int count, @Nullable Duration age, Compression compression) {}

  /// `<file less .log>__<date>.log`, the date in day.js tokens.
  public record Name(String dateFormat, ZoneId zone) {}

  /// How a generation is stored.
  public enum Compression {
    NONE(""),
    GZIP(".gz"),
    ZSTD(".zst");

    private final String ending;

    Compression(String ending) {
      this.ending = ending;
    }

    /// What stands behind `.log` in the name.
    public String ending() {
      return ending;
    }
  }
}
