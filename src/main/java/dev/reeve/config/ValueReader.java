package dev.reeve.config;

import dev.reeve.model.Json;
import dev.reeve.model.TreeKill;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value as it came (a tree of JSON, or a word of the command line) → the type of its kind: text
/// and choices a `String`, words a list of `String`, `Boolean`, `Duration`, memory a `Long` in
/// bytes, counts an `Integer` (instances: 0 for as many as there are cores), exit codes a list of
/// `Integer`, an object a map of `String` → `String`, what has a reader of its own what that gives.
public final class ValueReader {
  private static final long LONGEST_MS = Duration.ofDays(3650).toMillis();

  private static final int MOST_INSTANCES = 10_000;

  /// No text that reaches a path, an argument or a variable can hold it.
  private static final char ZERO = 0;

  private ValueReader() {}

  /// The value of one option.
  public static Reading read(Kind kind, Object raw) {
    return switch (kind) {
      case LOG_ROTATE -> LogRotate.read(raw);
      case LISTEN -> ListenList.read(raw);
      case HEALTH -> HealthValue.read(raw);
      case DEPENDS_ON -> DependsValue.read(raw);
      case HOOKS -> HooksValue.read(raw);
      case PATTERNS -> WatchValue.patterns(raw);
      case ENV_FILE -> EnvValue.files(raw);
      case FILTER -> EnvValue.filter(raw);
      case WATCH_OPTIONS -> WatchValue.options(raw);
      case TEXT,
          ACCOUNT,
          PATH,
          WORDS,
          BOOL,
          TREEKILL,
          DURATION,
          MEMORY,
          COUNT,
          INSTANCES,
          EXIT_CODES,
          WATCH,
          CRON ->
          one(kind, raw);
      case DATE_FORMAT, MODE, SCHEDULE, LOG_TYPE, LOG_OVERFLOW, READY, RESTART, OBJECT, ANY ->
          one(kind, raw);
    };
  }

  private static Reading one(Kind kind, Object raw) {
    var value =
        switch (kind) {
          case TEXT, PATH, DATE_FORMAT -> text(raw);
          case ACCOUNT -> account(raw);
          case WORDS -> words(raw);
          case BOOL -> bool(raw);
          case TREEKILL -> treeKill(raw);
          case DURATION -> duration(raw);
          case MEMORY -> memory(raw);
          case COUNT -> count(raw);
          case INSTANCES -> instances(raw);
          case EXIT_CODES -> exitCodes(raw);
          case MODE -> mode(raw);
          case SCHEDULE -> oneOf(raw, "rr", "shared");
          case LOG_TYPE -> oneOf(raw, "json", "raw");
          case LOG_OVERFLOW -> oneOf(raw, "block", "drop");
          case READY -> ReadyValue.read(raw);
          case RESTART -> oneOf(raw, "always", "on-failure", "never");
          case OBJECT -> object(raw);
          case WATCH -> WatchValue.watch(raw);
          case CRON -> WatchValue.schedule(raw);
          case ANY,
              LOG_ROTATE,
              LISTEN,
              HEALTH,
              DEPENDS_ON,
              HOOKS,
              PATTERNS,
              WATCH_OPTIONS,
              ENV_FILE,
              FILTER ->
              raw;
        };
    if (value != null) {
      return new Reading.Good(value);
    }
    return new Reading.Bad(
        quoted(raw) + " is not " + kind.allowed(), "write it like this: " + kind.example());
  }

  static String quoted(Object raw) {
    return cut(raw instanceof String ? "'" + raw + "'" : plain(raw));
  }

  /// As much as a sentence can hold, on one line.
  static String cut(String text) {
    var line = text.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= 80 ? line : line.substring(0, 77) + "...";
  }

  /// A value as an environment variable holds it: objects and lists as JSON.
  static String plain(Object raw) {
    return switch (raw) {
      case String text -> text;
      case Map<?, ?> map -> Json.write(map);
      case List<?> list -> Json.write(list);
      case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          String.valueOf(number.longValue());
      default -> raw.toString();
    };
  }

  private static @Nullable String text(Object raw) {
    if (raw instanceof Map || raw instanceof List) {
      return null;
    }
    var text = plain(raw);
    return text.indexOf(ZERO) < 0 ? text : null;
  }

  private static @Nullable TreeKill treeKill(Object raw) {
    var flag = bool(raw);
    return flag == null ? TreeKill.ofWord(plain(raw)).orElse(null) : TreeKill.of(flag);
  }

  /// A fraction, or a number below 0, is no one's.
  private static @Nullable String account(Object raw) {
    var text = raw instanceof Boolean ? null : text(raw);
    return text == null || text.matches("|-.*|[0-9]*\\.[0-9]+") ? null : text;
  }

  private static @Nullable List<String> words(Object raw) {
    if (raw instanceof List<?> list) {
      var words = new ArrayList<String>();
      for (var each : list) {
        words.add(each == null ? "" : plain(each));
      }
      return String.join("", words).indexOf(ZERO) < 0 ? words : null;
    }
    var text = text(raw);
    return text == null ? null : ShellWords.split(text);
  }

  private static @Nullable Boolean bool(Object raw) {
    return switch (raw) {
      case Boolean flag -> flag;
      case String text when text.equalsIgnoreCase("true") -> true;
      case String text when text.equalsIgnoreCase("false") -> false;
      case Number number when number.doubleValue() == 1 -> true;
      case Number number when number.doubleValue() == 0 -> false;
      default -> null;
    };
  }

  private static @Nullable Duration duration(Object raw) {
    var text = plain(raw).strip().toLowerCase(Locale.ROOT);
    long unitMs = 1;
    int cut = 0;
    if (text.endsWith("ms")) {
      cut = 2;
    } else if (!text.isEmpty()) {
      unitMs =
          switch (text.charAt(text.length() - 1)) {
            case 's' -> 1_000;
            case 'm' -> 60_000;
            case 'h' -> 3_600_000;
            case 'd' -> 86_400_000;
            default -> 0;
          };
      cut = unitMs == 0 ? 0 : 1;
    }
    var amount = scaled(text.substring(0, text.length() - cut), Math.max(1, unitMs));
    return amount == null || amount > LONGEST_MS ? null : Duration.ofMillis(amount);
  }

  private static @Nullable Long memory(Object raw) {
    var text = plain(raw).strip().toUpperCase(Locale.ROOT);
    if (text.endsWith("IB")) {
      text = text.substring(0, text.length() - 2);
    } else if (text.endsWith("B")) {
      text = text.substring(0, text.length() - 1);
    }
    if (text.isEmpty()) {
      return null;
    }
    int shift =
        switch (text.charAt(text.length() - 1)) {
          case 'K' -> 10;
          case 'M' -> 20;
          case 'G' -> 30;
          case 'T' -> 40;
          default -> 0;
        };
    return scaled(shift == 0 ? text : text.substring(0, text.length() - 1), 1L << shift);
  }

  private static @Nullable Integer count(Object raw) {
    var amount = scaled(plain(raw), 1);
    return amount == null || amount > Integer.MAX_VALUE ? null : amount.intValue();
  }

  private static @Nullable Integer instances(Object raw) {
    var text = plain(raw).strip();
    if (text.equals("max")) {
      return 0;
    }
    boolean negative = text.startsWith("-");
    var amount = count(negative ? text.substring(1) : text);
    return amount == null || amount > MOST_INSTANCES
        ? null
        : Integer.valueOf(negative ? -amount : amount);
  }

  private static @Nullable List<Integer> exitCodes(Object raw) {
    List<?> parts = raw instanceof List<?> list ? list : List.of(plain(raw).split("[, ]+", -1));
    var codes = new ArrayList<Integer>();
    for (var part : parts) {
      var code = part == null ? null : count(part);
      if (code == null || code > 255) {
        return null;
      }
      codes.add(code);
    }
    return codes;
  }

  private static @Nullable String mode(Object raw) {
    return switch (plain(raw)) {
      case "fork", "fork_mode" -> "fork";
      case "cluster", "cluster_mode" -> "cluster";
      default -> null;
    };
  }

  private static @Nullable String oneOf(Object raw, String... words) {
    return List.of(words).contains(raw) ? plain(raw) : null;
  }

  private static @Nullable Map<String, String> object(Object raw) {
    if (!(raw instanceof Map<?, ?> map)) {
      return null;
    }
    var texts = new LinkedHashMap<String, String>();
    map.forEach((key, value) -> {
      if (value != null) {
        texts.put(String.valueOf(key), plain(value));
      }
    });
    return String.join("", texts.values()).indexOf(ZERO) < 0 ? texts : null;
  }

  /// `text` × `unit` as a whole number of 0 or more; null if it is none.
  private static @Nullable Long scaled(String text, long unit) {
    var number = number(text.strip());
    if (number == null || number.signum() < 0) {
      return null;
    }
    var product = number.multiply(BigDecimal.valueOf(unit));
    if (product.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      return null;
    }
    return unit == 1 && product.stripTrailingZeros().scale() > 0 ? null : product.longValue();
  }

  private static @Nullable BigDecimal number(Object raw) {
    if (!(raw instanceof Number || raw instanceof String)) {
      return null;
    }
    try {
      var number = new BigDecimal(raw.toString());
      return number.precision() - number.scale() > 20 || number.scale() > 20 ? null : number;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }
}
