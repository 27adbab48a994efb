package dev.reeve.model;

import java.util.Optional;

/// The name of a log file's generation: `<file less .log>__<date>.log`, where a second one of the
/// same date has `.1` behind the date, and so on, and a compressed one its ending behind `.log`.
///
/// A date has digits, so that `api__worker.log` is no generation of `api.log`.
public record Generation(String fileName, String date, int number, Rotation.Compression stored) {
  private static final String LOG = ".log";

  /// What stands between the stem and the date.
  public static final String MARK = "__";

  private static final int LEAST_DIGITS = 4;

  /// What `fileName` says as a generation of the file `active` beside it; nothing if it is none.
  public static Optional<Generation> of(String active, String fileName) {
    var stored = stored(fileName);
    var bare = fileName.substring(0, fileName.length() - stored.ending().length());
    var start = stem(active) + MARK;
    var end = ending(active);
    if (!bare.startsWith(start)
        || !bare.endsWith(end)
        || bare.length() <= start.length() + end.length()) {
      return Optional.empty();
    }
    var middle = bare.substring(start.length(), bare.length() - end.length());
    int dot = middle.lastIndexOf('.');
    int number = dot < 0 ? 0 : number(middle.substring(dot + 1));
    var date = number > 0 ? middle.substring(0, dot) : middle;
    boolean dated = date.chars().filter(Generation::isDigit).count() >= LEAST_DIGITS;
    return dated && !date.contains(MARK)
        ? Optional.of(new Generation(fileName, date, number, stored))
        : Optional.empty();
  }

  /// The name of a generation of `active`, not compressed.
  public static String name(String active, String date, int number) {
    return stem(active) + MARK + date + (number > 0 ? "." + number : "") + ending(active);
  }

  private static Rotation.Compression stored(String fileName) {
    for (var each : Rotation.Compression.values()) {
      if (each != Rotation.Compression.NONE && fileName.endsWith(each.ending())) {
        return each;
      }
    }
    return Rotation.Compression.NONE;
  }

  private static String stem(String active) {
    return active.substring(0, active.length() - ending(active).length());
  }

  private static String ending(String active) {
    return active.endsWith(LOG) ? LOG : "";
  }

  private static int number(String text) {
    boolean digits =
        !text.isEmpty() && text.length() < 7 && text.chars().allMatch(Generation::isDigit);
    return digits ? Integer.parseInt(text) : 0;
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }
}
