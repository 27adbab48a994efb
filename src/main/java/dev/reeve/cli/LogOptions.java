package dev.reeve.cli;

import dev.reeve.client.LineFilter;
import dev.reeve.model.StdStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// What a line of `logs` asks for. `sinceMs` is null without a moment.
record LogOptions(
    List<String> targets,
    Set<StdStream> streams,
    int lines,
    @Nullable Long sinceMs,
    LineFilter filter,
    boolean follows) {
  private static final int USUAL_LINES = 15;
  private static final Pattern AGO = Pattern.compile("([0-9]{1,9})\\s*([smhdw])");

  static LogOptions of(Arguments arguments, long nowMs) throws Failed {
    var words = new ArrayList<String>();
    for (var word : arguments.words()) {
      words.add(Acting.checked(word));
    }
    boolean follows = !arguments.has("nostream");
    return new LogOptions(
        words.isEmpty() ? List.of("all") : words,
        streams(arguments),
        lines(arguments, follows),
        since(arguments.text("since"), nowMs),
        filter(arguments.text("grep")),
        follows);
  }

  private static Set<StdStream> streams(Arguments arguments) {
    if (arguments.has("err") == arguments.has("out")) {
      return EnumSet.allOf(StdStream.class);
    }
    return EnumSet.of(arguments.has("err") ? StdStream.ERR : StdStream.OUT);
  }

  /// Programs that read `--json` live expect what is live, as PM2 has it; they may ask for more.
  private static int lines(Arguments arguments, boolean follows) {
    boolean data = arguments.has("json") || arguments.has("format");
    boolean asked = arguments.text("since") != null || arguments.text("grep") != null;
    return arguments.count("lines", data && follows && !asked ? 0 : USUAL_LINES);
  }

  private static LineFilter filter(@Nullable String expression) throws Failed {
    try {
      return LineFilter.of(expression == null ? null : Pattern.compile(expression));
    } catch (PatternSyntaxException malformed) {
      throw Failed.usage(
          "--grep: '" + expression + "' is no regular expression: " + malformed.getDescription(),
          "a '\\' before a character takes its meaning away");
    }
  }

  /// `10m` is ten minutes ago; a time without a zone is one of this machine's.
  static @Nullable Long since(@Nullable String text, long nowMs) throws Failed {
    if (text == null) {
      return null;
    }
    var ago = AGO.matcher(text.strip());
    if (ago.matches()) {
      return nowMs - Long.parseLong(ago.group(1)) * unitMs(ago.group(2));
    }
    var iso = text.strip().replaceFirst("^([0-9-]{10}) ", "$1T");
    try {
      return moment(iso).toEpochMilli();
    } catch (DateTimeException unreadable) {
      throw Failed.usage(
          "--since: '" + text + "' is not a time",
          "write it like this: 10m, 2h, 3d, 2026-01-31T09:00");
    }
  }

  private static long unitMs(String unit) {
    return switch (unit) {
      case "s" -> 1000L;
      case "m" -> 60_000L;
      case "h" -> 3_600_000L;
      case "d" -> 86_400_000L;
      default -> 7 * 86_400_000L;
    };
  }

  private static Instant moment(String iso) {
    var zone = ZoneId.systemDefault();
    if (iso.indexOf('T') < 0) {
      return LocalDate.parse(iso).atStartOfDay(zone).toInstant();
    }
    boolean zoned = iso.endsWith("Z") || iso.matches(".*[+-][0-9]{2}:?[0-9]{2}");
    return zoned
        ? OffsetDateTime.parse(iso.replaceFirst("([+-][0-9]{2})([0-9]{2})$", "$1:$2")).toInstant()
        : LocalDateTime.parse(iso).atZone(zone).toInstant();
  }
}
