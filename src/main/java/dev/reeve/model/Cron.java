package dev.reeve.model;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A schedule in the notation of cron: five fields, or six with seconds first. Day of month *and*
/// day of week must fit, `L` is a month's last day, and a time that a change to summer time skips
/// is as much later — as PM2 has it.
public record Cron(
    long seconds, long minutes, long hours, long days, long months, long weekdays, String text) {
  /// The bit of [#days] that stands for the last day of a month.
  private static final int LAST_DAY = 32;

  private static final int YEARS_AHEAD = 9;
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  /// What a field may hold: numbers from `least` to `most`, and names that count from `least` on.
  private record Field(int least, int most, List<String> names) {}

  private static final Field SECONDS = new Field(0, 59, List.of());
  private static final Field HOURS = new Field(0, 23, List.of());
  private static final Field DAYS = new Field(1, 31, List.of());
  private static final Field MONTHS_FIELD = new Field(1, 12, MONTHS);
  private static final Field WEEKDAYS_FIELD = new Field(0, 7, WEEKDAYS);

  /// The schedule of a text, or nothing if it is none.
  public static Optional<Cron> parse(String text) {
    var words = List.of(text.strip().toUpperCase(Locale.ROOT).split("\\s+", -1));
    if (words.size() != 5 && words.size() != 6) {
      return Optional.empty();
    }
    int first = words.size() - 5;
    try {
      long weekdays = bits(words.get(first + 4), WEEKDAYS_FIELD);
      return Optional.of(
          new Cron(
              first == 0 ? 1 : bits(words.get(0), SECONDS),
              bits(words.get(first), SECONDS),
              bits(words.get(first + 1), HOURS),
              bits(words.get(first + 2), DAYS),
              bits(words.get(first + 3), MONTHS_FIELD),
              weekdays | (weekdays >>> 7 & 1),
              text.strip()));
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  private static long bits(String list, Field field) {
    long bits = 0;
    for (var part : list.split(",", -1)) {
      bits |= part.equals("L") && field.equals(DAYS) ? 1L << LAST_DAY : range(part, field);
    }
    return bits;
  }

  /// `*`, `a`, `a-b`, each with or without `/step`; `a/step` goes on to the end.
  private static long range(String part, Field field) {
    int slash = part.indexOf('/');
    var span = slash < 0 ? part : part.substring(0, slash);
    int step = slash < 0 ? 1 : Integer.parseInt(part.substring(slash + 1));
    int dash = span.indexOf('-');
    boolean all = span.equals("*") || span.equals("?");
    int from = all ? field.least : value(dash < 0 ? span : span.substring(0, dash), field);
    int to = all || (dash < 0 && slash >= 0) ? field.most : from;
    to = dash < 0 ? to : value(span.substring(dash + 1), field);
    if (step < 1 || from > to) {
      throw new NumberFormatException(part);
    }
    long bits = 0;
    for (long each = from; each <= to; each += step) {
      bits |= 1L << each;
    }
    return bits;
  }

  private static int value(String word, Field field) {
    int name = field.names.indexOf(word);
    int number = name >= 0 ? name + field.least : Integer.parseInt(word);
    if (number < field.least || number > field.most) {
      throw new NumberFormatException(word);
    }
    return number;
  }

  /// The first time after `after`, or nothing when there is none within years (30 February).
  public Optional<Instant> next(Instant after, ZoneId zone) {
    var time = after.atZone(zone).toLocalDateTime().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    var end = time.plusYears(YEARS_AHEAD);
    while (time.isBefore(end)) {
      var later = skip(time);
      if (later.isAfter(time)) {
        time = later;
        continue;
      }
      var instant = time.atZone(zone).toInstant();
      if (instant.isAfter(after)) {
        return Optional.of(instant);
      }
      time = time.plusSeconds(1);
    }
    return Optional.empty();
  }

  /// The same time if it fits; else the next that may.
  private LocalDateTime skip(LocalDateTime time) {
    if (!has(months, time.getMonthValue())) {
      return time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).plusMonths(1);
    }
    if (!fits(time)) {
      return time.truncatedTo(ChronoUnit.DAYS).plusDays(1);
    }
    if (!has(hours, time.getHour())) {
      return time.truncatedTo(ChronoUnit.HOURS).plusHours(1);
    }
    if (!has(minutes, time.getMinute())) {
      return time.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    }
    return has(seconds, time.getSecond()) ? time : time.plusSeconds(1);
  }

  private boolean fits(LocalDateTime time) {
    int day = time.getDayOfMonth();
    boolean last = day == time.toLocalDate().lengthOfMonth();
    return (has(days, day) || (last && has(days, LAST_DAY)))
        && has(weekdays, time.getDayOfWeek().getValue() % 7);
  }

  private static boolean has(long bits, int number) {
    return (bits >>> number & 1) != 0;
  }
}
