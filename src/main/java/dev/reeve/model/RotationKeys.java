package dev.reeve.model;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The settings of pm2-logrotate as data: their names, what may stand there, and what each makes of
/// a [Rotation]. `enabled` and `total_size` are ours.
public final class RotationKeys {
  /// The module that PM2 users know it as.
  public static final String MODULE = "pm2-logrotate";

  /// Whether there is rotation at all.
  public static final String ENABLED = "enabled";

  /// One setting. `usual` is its value where nobody set it, null where the system decides.
  public record Key(
      String name, String allowed, String example, @Nullable String usual, Reader reader) {}

  /// The rotation with one setting changed; nothing if the text may not stand there.
  public interface Reader {
    Optional<Rotation> read(String text, Rotation over);
  }

  /// What settings make of a rotation: those that are fine have their effect, the others are
  /// problems, each under the bare name of its key.
  public record Read(Rotation rotation, List<Problem> problems) {}

  private static final String FLAG = "true or false";
  private static final String SIZE = "bytes or a number with K, M or G; 0 is no limit";
  private static final Pattern AMOUNT = Pattern.compile("([0-9.]{1,15})\\s*([KMGT]?)(I?B)?");
  private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,5})\\s*([SMHDW])");
  private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,8}");

  /// A date of many digits: what a name shows of it must be known again.
  private static final long SOME_DAY_MS = 1_700_000_000_000L;

  private static final List<Key> KEYS =
      List.of(
          new Key(ENABLED, FLAG, "true", "true", RotationKeys::enabled),
          new Key("max_size", SIZE, "50M", "10M", RotationKeys::maxSize),
          new Key("retain", "a count, all, or a time such as 7d", "30", "30", RotationKeys::retain),
          new Key("compress", "true, false, gzip or zstd", "gzip", "false", RotationKeys::compress),
          new Key(
              "dateFormat",
              "a date in day.js tokens, with digits, without '/' and '__'",
              "YYYY-MM-DD_HH-mm-ss",
              "YYYY-MM-DD_HH-mm-ss",
              RotationKeys::dateFormat),
          new Key("rotateModule", FLAG, "true", "true", RotationKeys::ownLog),
          new Key(
              "workerInterval",
              "a number of seconds (taken, without meaning here: rotation is exact)",
              "30",
              "30",
              (text, over) -> COUNT.matcher(text).matches() ? Optional.of(over) : Optional.empty()),
          new Key(
              "rotateInterval",
              "a schedule of cron, an age such as 12h, or none",
              "0 0 * * *",
              "0 0 * * *",
              RotationKeys::interval),
          new Key("TZ", "the name of a time zone", "Europe/Berlin", null, RotationKeys::zone),
          new Key("total_size", SIZE, "1G", "0", RotationKeys::totalSize));

  private RotationKeys() {}

  public static List<Key> all() {
    return KEYS;
  }

  /// Name → value of every setting that has one when nobody has set any.
  public static Map<String, String> usual() {
    var usual = new LinkedHashMap<String, String>();
    for (var key : KEYS) {
      if (key.usual() != null) {
        usual.put(key.name(), key.usual());
      }
    }
    return usual;
  }

  /// A rotation with settings applied over it.
  public static Read read(Map<String, String> settings, Rotation over) {
    var problems = new ArrayList<Problem>();
    var rotation = over;
    for (var setting : settings.entrySet()) {
      var key = ofName(setting.getKey());
      if (key == null) {
        problems.add(unknown(setting.getKey()));
        continue;
      }
      var changed = key.reader().read(setting.getValue().strip(), rotation);
      rotation = changed.orElse(rotation);
      if (changed.isEmpty()) {
        problems.add(
            new Problem(
                null,
                key.name(),
                "'" + setting.getValue() + "' is not " + key.allowed(),
                "write it like this: " + key.example()));
      }
    }
    return new Read(rotation, List.copyOf(problems));
  }

  private static @Nullable Key ofName(String name) {
    return KEYS.stream().filter(key -> key.name().equals(name)).findFirst().orElse(null);
  }

  private static Problem unknown(String name) {
    var names = KEYS.stream().map(Key::name).toList();
    return new Problem(
        null,
        name,
        "no such setting",
        Nearest.of(name, names)
            .map(nearest -> "did you mean '" + nearest + "'?")
            .orElse("there are " + String.join(", ", names)));
  }

  private static Optional<Rotation> enabled(String text, Rotation r) {
    return flag(text).map(r::withOn);
  }

  private static Optional<Rotation> ownLog(String text, Rotation r) {
    return flag(text).map(r::withOwnLog);
  }

  private static Optional<Rotation> maxSize(String text, Rotation r) {
    return bytes(text).map(r::withMaxBytes);
  }

  private static Optional<Rotation> totalSize(String text, Rotation r) {
    return bytes(text).map(r::withTotalBytes);
  }

  private static Optional<Rotation> retain(String text, Rotation r) {
    var stored = r.keep().compression();
    if (text.equals("all")) {
      return Optional.of(r.withKeep(new Rotation.Keep(0, null, stored)));
    }
    if (COUNT.matcher(text).matches()) {
      int count = Integer.parseInt(text);
      return Optional.of(r.withKeep(new Rotation.Keep(count, null, stored)));
    }
    return span(text).map(age -> r.withKeep(new Rotation.Keep(0, age, stored)));
  }

  private static Optional<Rotation> compress(String text, Rotation r) {
    var stored =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "true", "gzip" -> Rotation.Compression.GZIP;
          case "zstd" -> Rotation.Compression.ZSTD;
          case "false" -> Rotation.Compression.NONE;
          default -> null;
        };
    return Optional.ofNullable(stored)
        .map(how -> r.withKeep(new Rotation.Keep(r.keep().count(), r.keep().age(), how)));
  }

  private static Optional<Rotation> interval(String text, Rotation r) {
    if (text.equals("none")) {
      return Optional.of(r.withWhen(new Rotation.When(null, null)));
    }
    return Cron.parse(text)
        .map(schedule -> new Rotation.When(schedule, null))
        .or(() -> span(text).map(age -> new Rotation.When(null, age)))
        .map(when -> r.withWhen(when));
  }

  /// Only a date that can be told from other names gives files that are found again.
  private static Optional<Rotation> dateFormat(String text, Rotation r) {
    var stamp = new DateFormat(text, "", r.name().zone()).stamp(SOME_DAY_MS);
    var date = new String(stamp, java.nio.charset.StandardCharsets.UTF_8);
    boolean usable =
        date.indexOf('/') < 0
            && date.indexOf('\0') < 0
            && Generation.of("a.log", Generation.name("a.log", date, 0)).isPresent();
    return usable
        ? Optional.of(r.withName(new Rotation.Name(text, r.name().zone())))
        : Optional.empty();
  }

  private static Optional<Rotation> zone(String text, Rotation r) {
    try {
      var name = new Rotation.Name(r.name().dateFormat(), ZoneId.of(text));
      return Optional.of(r.withName(name));
    } catch (DateTimeException unknown) {
      return Optional.empty();
    }
  }

  private static Optional<Boolean> flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Long> bytes(String text) {
    var amount = AMOUNT.matcher(text.toUpperCase(Locale.ROOT));
    if (!amount.matches()) {
      return Optional.empty();
    }
    int power = "KMGT".indexOf(amount.group(2)) + 1;
    long unit = amount.group(2).isEmpty() ? 1 : 1L << (10 * power);
    try {
      var bytes = new BigDecimal(amount.group(1)).multiply(BigDecimal.valueOf(unit));
      return bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
          ? Optional.empty()
          : Optional.of(bytes.longValue());
    } catch (NumberFormatException twoPoints) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> span(String text) {
    var span = SPAN.matcher(text.toUpperCase(Locale.ROOT));
    if (!span.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(span.group(1));
    return Optional.of(
        switch (span.group(2)) {
          case "S" -> Duration.ofSeconds(count);
          case "M" -> Duration.ofMinutes(count);
          case "H" -> Duration.ofHours(count);
          case "D" -> Duration.ofDays(count);
          default -> Duration.ofDays(7 * count);
        });
  }
}
