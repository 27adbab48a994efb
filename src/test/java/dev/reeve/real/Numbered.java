package dev.reeve.real;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Logs of an app that counts: each line, or the message of each record, ends in the next number.
final class Numbered {
  private static final int MOST_FAULTS = 10;

  private Numbered() {}

  /// The number of the first line.
  static long first(Path file) throws IOException {
    try (var lines = reader(file)) {
      return number(lines.readLine());
    }
  }

  /// As a key to sort by.
  static long firstOf(Path file) {
    try {
      return first(file);
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  /// The number of the last line; -1 without one.
  static long last(Path file) throws IOException {
    long last = -1;
    try (var lines = reader(file)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        last = number(line);
      }
    }
    return last;
  }

  /// What is wrong in the order of some files; the last line may have been cut off by a signal.
  static List<String> gapOrRepeat(Path... files) throws IOException {
    var faults = new ArrayList<String>();
    long before = first(files[0]) - 1;
    for (var file : files) {
      try (var lines = reader(file)) {
        var next = lines.readLine();
        for (var line = next; line != null && faults.size() < MOST_FAULTS; line = next) {
          next = lines.readLine();
          long number = number(line);
          boolean last = next == null && file.equals(files[files.length - 1]);
          if (number != before + 1 && !last) {
            faults.add("%s: %d is followed by '%s'".formatted(file.getFileName(), before, line));
          }
          before = number;
        }
      }
    }
    return faults;
  }

  /// The lines of a log or of a generation of one.
  static List<String> lines(Path file) throws IOException {
    try (var lines = reader(file)) {
      return lines.lines().toList();
    }
  }

  private static BufferedReader reader(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    var bytes = file.toString().endsWith(".gz") ? new GZIPInputStream(in, 64 << 10) : in;
    return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 64 << 10);
  }

  /// The digits at the end of a line, or of the message in a record.
  private static long number(String line) {
    int end = line.startsWith("{\"message\":\"") ? line.indexOf("\",\"timestamp") : line.length();
    int start = end;
    while (start > 0 && Character.isDigit(line.charAt(start - 1))) {
      start--;
    }
    return start == end ? -1 : Long.parseLong(line.substring(start, end));
  }
}
