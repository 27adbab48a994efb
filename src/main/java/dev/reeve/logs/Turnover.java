package dev.reeve.logs;

import dev.reeve.model.DateFormat;
import dev.reeve.model.Generation;
import dev.reeve.model.Rotation;
import dev.reeve.os.AppFiles;
import dev.reeve.os.Credentials;
import dev.reeve.os.Descriptors.FileFacts;
import dev.reeve.os.Errno;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a file turns over, and the name that it gets then. What happens to the generation
/// afterwards is the [Archive]'s work.
final class Turnover {
  private static final long RETRY_MS = 60_000;

  private final Path path;
  private final LogFiles.Ground ground;
  private final @Nullable Credentials owner;
  private final AppFiles files;
  private Rotation rotation;
  private DateFormat names;
  private long dueMs = Long.MAX_VALUE;
  private long sinceMs;
  private long bornMs;
  private long refusedUntilMs;
  private boolean time;
  private String lastDate = "";
  private int lastNumber;

  Turnover(String path, LogFiles.Care care, LogFiles.Ground ground) {
    this.path = Path.of(path);
    this.ground = ground;
    this.owner = care.owner();
    this.files = ground.files().of(owner);
    this.rotation = care.rotation();
    this.names = names(rotation);
  }

  private static DateFormat names(Rotation rotation) {
    return new DateFormat(rotation.name().dateFormat(), "", rotation.name().zone());
  }

  void rotation(Rotation other) {
    if (!other.equals(rotation)) {
      rotation = other;
      names = names(other);
      plan();
      tidy();
    }
  }

  /// What is there beside the file may be too much, or be left half done by a dead daemon.
  private void tidy() {
    if (rotation.on()) {
      archive();
    }
  }

  private void archive() {
    ground.archive().accept(path, new LogFiles.Care(rotation, owner));
  }

  /// The file has been opened; `before` is what was there. A time that has passed while nobody
  /// looked counts from its last line on.
  void opened(@Nullable FileFacts before, long wallMs) {
    boolean fresh = before == null || before.size() == 0;
    sinceMs = before == null || fresh ? wallMs : Math.min(wallMs, before.changedMs());
    bornMs = before == null || fresh || before.bornMs() == 0 ? sinceMs : before.bornMs();
    time = false;
    plan();
    boolean stores = rotation.keep().compression() != Rotation.Compression.NONE;
    if (stores || rotation.totalBytes() > 0) {
      tidy();
    }
  }

  private void plan() {
    var when = rotation.when();
    dueMs = Long.MAX_VALUE;
    if (when.schedule() != null) {
      var next = when.schedule().next(Instant.ofEpochMilli(sinceMs), rotation.name().zone());
      dueMs = next.map(Instant::toEpochMilli).orElse(Long.MAX_VALUE);
    }
    if (when.age() != null) {
      dueMs = Math.min(dueMs, bornMs + when.age().toMillis());
    }
  }

  void look(long wallMs) {
    if (wallMs >= dueMs) {
      time = true;
      sinceMs = wallMs;
      bornMs = wallMs;
      plan();
    }
    if (wallMs >= refusedUntilMs) {
      refusedUntilMs = 0;
    }
  }

  long room(long size) {
    if (!rotation.on() || refusedUntilMs > 0) {
      return Long.MAX_VALUE;
    }
    if (time && size > 0) {
      return 0;
    }
    return rotation.maxBytes() > 0 ? rotation.maxBytes() - size : Long.MAX_VALUE;
  }

  boolean due(long size) {
    return size > 0 && room(size) <= 0;
  }

  /// Gives the file the name of a generation: whether it has one now.
  boolean rename(long wallMs) {
    var target = free(new String(names.stamp(wallMs), StandardCharsets.UTF_8));
    int renamed = files.rename(path.toString(), target);
    if (renamed == -Errno.ENOENT) {
      // Others have moved it.
      return true;
    }
    if (renamed < 0) {
      refusedUntilMs = wallMs + RETRY_MS;
      ground.trouble().accept(path + " cannot be rotated: " + Errno.sentence(-renamed));
      return false;
    }
    time = false;
    archive();
    return true;
  }

  /// Names are given out upwards, so the one after the last is free but for what others made.
  private String free(String date) {
    var active = String.valueOf(path.getFileName());
    int number = date.equals(lastDate) ? lastNumber + 1 : 0;
    while (taken(Generation.name(active, date, number))) {
      number++;
    }
    lastDate = date;
    lastNumber = number;
    return Generation.name(active, date, number);
  }

  private boolean taken(String name) {
    for (var each : Rotation.Compression.values()) {
      if (files.facts(path.resolveSibling(name + each.ending()).toString()) != null) {
        return true;
      }
    }
    return false;
  }
}
