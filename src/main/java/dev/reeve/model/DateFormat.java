package dev.reeve.model;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// A time stamp in day.js tokens (`YYYY-MM-DD HH:mm:ss Z`), in English whatever the locale. Text in
/// square brackets stands for itself. The stamp of a second, or of a millisecond where the pattern
/// shows any, is made once.
public final class DateFormat {
  /// Longer tokens first, so that `MM` is not read as `M` twice.
  private static final List<Token> TOKENS =
      List.of(
          new Token("YYYY", time -> padded(time.getYear(), 4)),
          new Token("YY", time -> padded(time.getYear() % 100, 2)),
          new Token("MMMM", time -> month(time)),
          new Token("MMM", time -> month(time).substring(0, 3)),
          new Token("MM", time -> padded(time.getMonthValue(), 2)),
          new Token("M", time -> padded(time.getMonthValue(), 1)),
          new Token("DD", time -> padded(time.getDayOfMonth(), 2)),
          new Token("D", time -> padded(time.getDayOfMonth(), 1)),
          new Token("dddd", DateFormat::weekday),
          new Token("ddd", time -> weekday(time).substring(0, 3)),
          new Token("dd", time -> weekday(time).substring(0, 2)),
          new Token("d", time -> padded(time.getDayOfWeek().getValue() % 7, 1)),
          new Token("HH", time -> padded(time.getHour(), 2)),
          new Token("H", time -> padded(time.getHour(), 1)),
          new Token("hh", time -> padded(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 2)),
          new Token("h", time -> padded(time.get(ChronoField.CLOCK_HOUR_OF_AMPM), 1)),
          new Token("mm", time -> padded(time.getMinute(), 2)),
          new Token("m", time -> padded(time.getMinute(), 1)),
          new Token("SSS", time -> padded(time.get(ChronoField.MILLI_OF_SECOND), 3)),
          new Token("ss", time -> padded(time.getSecond(), 2)),
          new Token("s", time -> padded(time.getSecond(), 1)),
          new Token("ZZ", time -> offset(time, "")),
          new Token("Z", time -> offset(time, ":")),
          new Token("A", time -> time.getHour() < 12 ? "AM" : "PM"),
          new Token("a", time -> time.getHour() < 12 ? "am" : "pm"));

  private record Token(String text, Function<ZonedDateTime, String> show) {}

  private final List<Function<ZonedDateTime, String>> parts = new ArrayList<>();
  private final ZoneId zone;
  private final long stepMs;
  private long cachedStep = Long.MIN_VALUE;
  private byte[] cached = new byte[0];

  /// `suffix` is put behind the stamp as it is.
  public DateFormat(String pattern, String suffix, ZoneId zone) {
    this.zone = zone;
    this.stepMs = pattern.contains("SSS") ? 1 : 1000;
    for (int at = 0; at < pattern.length(); ) {
      at += addPart(pattern, at);
    }
    parts.add(_ -> suffix);
  }

  /// Adds the part that begins at an index; returns its length in the pattern.
  private int addPart(String pattern, int at) {
    int close = pattern.indexOf(']', at);
    if (pattern.charAt(at) == '[' && close > 0) {
      var literal = pattern.substring(at + 1, close);
      parts.add(_ -> literal);
      return close + 1 - at;
    }
    for (var token : TOKENS) {
      if (pattern.startsWith(token.text, at)) {
        parts.add(token.show);
        return token.text.length();
      }
    }
    var literal = pattern.substring(at, at + 1);
    parts.add(_ -> literal);
    return 1;
  }

  /// The stamp of a wall time in ms since 1970, in UTF-8. The array is shared: read only.
  public byte[] stamp(long wallMs) {
    long step = Math.floorDiv(wallMs, stepMs);
    if (step != cachedStep) {
      var time = Instant.ofEpochMilli(wallMs).atZone(zone);
      var text = new StringBuilder();
      parts.forEach(part -> text.append(part.apply(time)));
      cached = text.toString().getBytes(StandardCharsets.UTF_8);
      cachedStep = step;
    }
    return cached;
  }

  /// English whatever the locale; the JDK's own words for it would load its locale data.
  private static String weekday(ZonedDateTime time) {
    return capitalized(time.getDayOfWeek().name());
  }

  private static String month(ZonedDateTime time) {
    return capitalized(time.getMonth().name());
  }

  private static String capitalized(String name) {
    return name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String offset(ZonedDateTime time, String separator) {
    int minutes = time.getOffset().getTotalSeconds() / 60;
    int size = Math.abs(minutes);
    return (minutes < 0 ? "-" : "+") + padded(size / 60, 2) + separator + padded(size % 60, 2);
  }

  private static String padded(int number, int width) {
    var digits = String.valueOf(number);
    return "0".repeat(Math.max(0, width - digits.length())) + digits;
  }
}
