package dev.reeve.config;

import dev.reeve.model.Cron;
import dev.reeve.model.PathPattern;
import dev.reeve.model.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values by which an app is restarted when files change, or at certain times.
final class WatchValue {
  /// The part of PM2's `watch_options` that has a meaning here; others are taken.
  record Options(List<String> ignored, boolean followLinks, int depth, Duration quiet) {
    static final Options USUAL = new Options(List.of(), true, Watch.ANY_DEPTH, Duration.ZERO);
  }

  private WatchValue() {}

  /// A `Boolean`, or the paths as a list of texts; null for what is neither.
  static @Nullable Object watch(Object raw) {
    if (raw instanceof Boolean) {
      return raw;
    }
    var texts = texts(raw);
    if (texts == null) {
      return null;
    }
    boolean word = raw instanceof String && texts.size() == 1;
    return word && texts.getFirst().matches("true|false")
        ? Boolean.valueOf(texts.getFirst())
        : texts;
  }

  /// A text may hold several, apart by blanks.
  private static @Nullable List<String> texts(Object raw) {
    var parts = raw instanceof String text ? List.of(text.strip().split("\\s+", -1)) : raw;
    if (!(parts instanceof List<?> list)) {
      return null;
    }
    var texts = new ArrayList<String>();
    for (var each : list) {
      if (!(each instanceof String text) || text.isBlank() || text.indexOf('\0') >= 0) {
        return null;
      }
      texts.add(text);
    }
    return texts;
  }

  static Reading patterns(Object raw) {
    var faults = Fields.faults();
    return Fields.reading(patterns(raw, "", faults), faults, Kind.PATTERNS);
  }

  private static List<String> patterns(Object raw, String where, List<String> faults) {
    if (raw.equals("") || raw.equals(false)) {
      return List.of();
    }
    var texts = texts(raw);
    if (texts == null) {
      faults.add(where + ValueReader.quoted(raw) + " is not " + Kind.PATTERNS.allowed());
      return List.of();
    }
    for (var text : texts) {
      if (PathPattern.parse(text).isEmpty()) {
        faults.add(where + "'" + text + "' is no pattern: a bracket is left open perhaps");
      }
    }
    return texts;
  }

  static Reading options(Object raw) {
    var faults = Fields.faults();
    if (!(raw instanceof Map<?, ?> map)) {
      faults.add(ValueReader.quoted(raw) + " is not " + Kind.WATCH_OPTIONS.allowed());
      return Fields.reading(Options.USUAL, faults, Kind.WATCH_OPTIONS);
    }
    var ignored = map.get("ignored");
    var depth = map.get("depth");
    var options =
        new Options(
            ignored == null ? List.of() : patterns(ignored, "ignored: ", faults),
            !Boolean.FALSE.equals(map.get("followSymlinks")),
            depth == null ? Watch.ANY_DEPTH : depth(depth, faults),
            quiet(map.get("awaitWriteFinish")));
    return Fields.reading(options, faults, Kind.WATCH_OPTIONS);
  }

  private static int depth(Object raw, List<String> faults) {
    if (ValueReader.read(Kind.COUNT, raw) instanceof Reading.Good(Integer depth)) {
      return depth;
    }
    faults.add("depth: " + ValueReader.quoted(raw) + " is not " + Kind.COUNT.allowed());
    return Watch.ANY_DEPTH;
  }

  private static Duration quiet(@Nullable Object awaited) {
    var raw = awaited instanceof Map<?, ?> map ? map.get("stabilityThreshold") : null;
    return raw != null && ValueReader.read(Kind.DURATION, raw) instanceof Reading.Good(Duration d)
        ? d
        : Duration.ZERO;
  }

  /// A [Cron], or "" for none.
  static @Nullable Object schedule(Object raw) {
    var text = ValueReader.plain(raw).strip();
    return text.isEmpty() || text.equals("0") || text.equals("false")
        ? ""
        : Cron.parse(text).orElse(null);
  }
}
