package dev.reeve.client;

import dev.reeve.model.AppSpec;
import dev.reeve.model.Json;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads back what an app's log lines say of their time: a stamp before the line, or a record.
public final class LineTimes {
  private static final String ISO = "YYYY-MM-DDTHH:mm:ss.SSSZ";
  private static final String AFTER_STAMP = ": ";

  /// Longer tokens first.
  private static final List<String> TOKENS =
      List.of(
          "YYYY", "YY", "MMMM", "MMM", "MM", "M", "DD", "D", "dddd", "ddd", "HH", "H", "hh", "h",
          "mm", "m", "SSS", "ss", "s", "ZZ", "Z", "A");

  /// A line taken apart; `atMs` is null where the line does not say it.
  public record Said(@Nullable Long atMs, String message) {}

  private final DateTimeFormatter format;
  private final boolean json;
  private final ZoneId zone;

  private LineTimes(DateTimeFormatter format, boolean json, ZoneId zone) {
    this.format = format;
    this.json = json;
    this.zone = zone;
  }

  /// Nothing for lines that are written as they came, or stamped with less than a date and a time.
  public static Optional<LineTimes> of(AppSpec.Logs logs) {
    boolean json = logs.type() == AppSpec.LogType.JSON;
    var pattern = logs.dateFormat() == null && json ? ISO : logs.dateFormat();
    if (pattern == null) {
      return Optional.empty();
    }
    for (var needed : List.of("YY", "M", "D", "m")) {
      if (!pattern.contains(needed)) {
        return Optional.empty();
      }
    }
    return Optional.of(new LineTimes(formatter(pattern), json, ZoneId.systemDefault()));
  }

  public Said read(String line) {
    if (!json) {
      var position = new ParsePosition(0);
      var at = time(line, position);
      boolean stamped = at != null && line.startsWith(AFTER_STAMP, position.getIndex());
      return stamped
          ? new Said(at, line.substring(position.getIndex() + AFTER_STAMP.length()))
          : new Said(null, line);
    }
    try {
      var record = Json.parseObject(line);
      var message = record.text("message", line);
      return new Said(time(record.text("timestamp", ""), new ParsePosition(0)), message);
    } catch (Json.Malformed torn) {
      return new Said(null, line);
    }
  }

  private @Nullable Long time(String text, ParsePosition position) {
    try {
      var read = format.parse(text, position);
      var local = LocalDateTime.from(read);
      var offset = offset(read);
      return (offset == null ? local.atZone(zone) : local.atZone(offset))
          .toInstant()
          .toEpochMilli();
    } catch (DateTimeException | IndexOutOfBoundsException none) {
      return null;
    }
  }

  private static @Nullable ZoneOffset offset(TemporalAccessor read) {
    return read.isSupported(ChronoField.OFFSET_SECONDS)
        ? ZoneOffset.ofTotalSeconds(read.get(ChronoField.OFFSET_SECONDS))
        : null;
  }

  /// day.js tokens → the JDK's.
  private static DateTimeFormatter formatter(String pattern) {
    var builder = new DateTimeFormatterBuilder();
    for (int at = 0; at < pattern.length(); ) {
      int close = pattern.indexOf(']', at);
      if (pattern.charAt(at) == '[' && close > 0) {
        builder.appendLiteral(pattern.substring(at + 1, close));
        at = close + 1;
        continue;
      }
      int from = at;
      var token = TOKENS.stream().filter(each -> pattern.startsWith(each, from)).findFirst();
      token.ifPresentOrElse(
          each -> append(each, builder), () -> builder.appendLiteral(pattern.charAt(from)));
      at += token.map(String::length).orElse(1);
    }
    return builder.toFormatter(Locale.ENGLISH);
  }

  private static void append(String token, DateTimeFormatterBuilder to) {
    switch (token) {
      case "YYYY" -> to.appendValue(ChronoField.YEAR, 4);
      case "YY" -> to.appendValueReduced(ChronoField.YEAR, 2, 2, 2000);
      case "MMMM" -> to.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.FULL);
      case "MMM" -> to.appendText(ChronoField.MONTH_OF_YEAR, TextStyle.SHORT);
      case "dddd" -> to.appendText(ChronoField.DAY_OF_WEEK, TextStyle.FULL);
      case "ddd" -> to.appendText(ChronoField.DAY_OF_WEEK, TextStyle.SHORT);
      case "SSS" -> to.appendValue(ChronoField.MILLI_OF_SECOND, 3);
      case "A" -> to.appendText(ChronoField.AMPM_OF_DAY);
      case "ZZ" -> to.appendOffset("+HHMM", "+0000");
      case "Z" -> to.appendOffset("+HH:MM", "+00:00");
      default -> {
        var field = number(token.charAt(0));
        if (token.length() == 2) {
          to.appendValue(field, 2);
        } else {
          to.appendValue(field, 1, 2, java.time.format.SignStyle.NOT_NEGATIVE);
        }
      }
    }
  }

  private static ChronoField number(char token) {
    return switch (token) {
      case 'M' -> ChronoField.MONTH_OF_YEAR;
      case 'D' -> ChronoField.DAY_OF_MONTH;
      case 'H' -> ChronoField.HOUR_OF_DAY;
      case 'h' -> ChronoField.CLOCK_HOUR_OF_AMPM;
      case 'm' -> ChronoField.MINUTE_OF_HOUR;
      default -> ChronoField.SECOND_OF_MINUTE;
    };
  }
}
